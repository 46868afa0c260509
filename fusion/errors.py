"""The one error that a user sees."""


class FusionError(Exception):
    """What went wrong, in one sentence that names the file or setting and the way out."""


class WrongUsageError(FusionError):
    """The command line asks for something that cannot be."""
