"""Stores in use: opened where they are not yet, the least used let go."""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable

from dataset.store.store import Store


class Opened:
    """Stores by name. Safe to use from several threads: of those who ask for one name, one opens it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._stores: OrderedDict[str, Store] = OrderedDict()
        self._lock = threading.Lock()
        self._opening: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def get(self, name: str, open_: Callable[[], Store]) -> Store:
        """The store of that name, opened where it is not yet."""
        held = self._held(name)
        if held:
            return held
        with self._lock:
            opening = self._opening[name]
        with opening:  # its own lock: those who ask for others do not wait for this one
            return self._held(name) or self._hold(name, open_())

    def _held(self, name: str) -> Store | None:
        with self._lock:
            if name in self._stores:
                self._stores.move_to_end(name)
            return self._stores.get(name)

    def _hold(self, name: str, store: Store) -> Store:
        with self._lock:
            self._stores[name] = store
            if len(self._stores) > self._most:
                self._stores.popitem(last=False)  # closed once the last request that holds it is answered
        return store

    def close(self) -> None:
        """Let every store go."""
        with self._lock:
            for store in self._stores.values():
                store.close()
            self._stores.clear()
