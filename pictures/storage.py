"""What can happen to a place where pictures are kept."""


class StorageUnavailableError(Exception):
    """The storage does not answer, or does not do what it was asked: try again later."""
