"""Draw the pictures of the guide: its blocks of Python are run on a release, and their pictures put beside this file.

`python docs/guide/draw.py [RELEASE_FOLDER [PICTURE_FOLDER]]`; the latest committed release, and this folder, where not given.
"""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import matplotlib

from dataset.folders import RELEASES
from dataset.versions import list_versions

HERE = Path(__file__).parent
GUIDE = HERE.parent / "guide.md"


def blocks() -> list[str]:
    """The guide's blocks of Python, in their order."""
    return re.findall(r"^```python\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def draw(release: Path, pictures: Path) -> list[Path]:
    """Run every block where `release` stands for that folder; paths of the pictures that they made."""
    matplotlib.use("agg")
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as work:
        (Path(work) / "release").symlink_to(release.resolve(), target_is_directory=True)
        os.chdir(work)
        try:
            names: dict[str, Any] = {}
            for block in blocks():
                exec(compile(block, str(GUIDE), "exec"), names)  # noqa: S102  our own text
                names["plt"].close("all")
        finally:
            os.chdir(before)
        made = sorted(Path(work).glob("*.png"))
        return [Path(shutil.copy(one, pictures / one.name)) for one in made]


if __name__ == "__main__":
    given = [Path(text) for text in sys.argv[1:]]
    release = given[0] if given else RELEASES / list_versions(RELEASES)[-1]
    for path in draw(release, given[1] if len(given) > 1 else HERE):
        print(path)  # noqa: T201
