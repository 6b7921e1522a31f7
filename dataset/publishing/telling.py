"""What went wrong at a folder, bucket or server, told with what to do about it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import obstore.exceptions as theirs

from dataset.errors import DatasetError


class PublishError(DatasetError):
    """A release that could not be published, or not be read where it is published."""


AGAIN = "then run the same command again: what is already there is not sent twice"

_KNOWN: tuple[tuple[str, str, str], ...] = (
    # pattern in the store's message; what it means; what to do
    (r"(os error|Errno) (28|122)\b", "the disk is full", f"make room, {AGAIN}"),
    (r"(os error|Errno) 27\b", "the file system or a limit of this process does not take a file of this size", f"raise the limit or make room, {AGAIN}"),
    (r"(os error|Errno) 30\b", "the folder is on a read-only file system", "name another folder"),
    (r"(os error|Errno) (1|13)\b", "this user may not do that in the folder", f"change the folder's permissions, {AGAIN}"),
    (r"canonicalize filesystem root", "there is no such folder", "check the address"),
    (r"(os error|Errno) 20\b", "a part of the path is a file, not a folder", "name another folder"),
    (r"latest/api/token|meta-data/iam|Missing AccessKeyId|Missing SecretAccessKey", "no credentials were found", "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (AWS_SKIP_SIGNATURE=true only reads, from a public bucket)"),
    (r"NoSuchBucket", "there is no such bucket", "create the bucket, or correct its name, AWS_REGION or AWS_ENDPOINT_URL"),
    (r"InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken", "the credentials are not accepted", "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"),
    (r"PermanentRedirect|AuthorizationHeaderMalformed|301 Moved", "the bucket is in another region", "set AWS_REGION to the bucket's"),
    (r"URL scheme is not allowed|BadScheme", "the server is asked over plain http", "use https, or set AWS_ALLOW_HTTP=true for a server of your own"),
    (r"501 Not Implemented|<Code>NotImplemented", "the server knows no conditional writes, without which two publishers could overwrite each other", "use a store that takes If-None-Match and If-Match on PUT"),
    (r"\b(500|502|503|504) \w|SlowDown", "the server failed or is overloaded", f"wait, {AGAIN}"),
    (r"error sending request|timed out|TimedOut|connection (closed|reset)|dns error|error decoding response body|end of file before message", "the server was not reached, or the connection broke", "check the address and the network, then run the same command again"),
)  # fmt: skip


@contextmanager
def told(place: str) -> Iterator[None]:
    """What a store raises within becomes a `PublishError` that names the place, the cause and what to do."""
    try:
        yield
    except (theirs.BaseError, NotImplementedError, OSError, ValueError) as error:
        raise PublishError(_sentence(place, error)) from None


def _sentence(place: str, error: Exception) -> str:
    text = str(error)
    for pattern, cause, mend in _KNOWN:
        if re.search(pattern, text):
            return f"{place}: {cause}: {mend}"
    if isinstance(error, (theirs.PermissionDeniedError, theirs.UnauthenticatedError)):
        return f"{place}: refused: the credentials lack a right there; publishing needs GetObject, PutObject and ListBucket"
    if isinstance(error, FileNotFoundError):
        return f"{place}: not there: check the address"
    return f"{place}: {text.splitlines()[0] if text else type(error).__name__}"
