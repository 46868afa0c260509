"""Made by ``ui/i18n/update.py``."""
TEXTS: tuple[str, ...] = ()
