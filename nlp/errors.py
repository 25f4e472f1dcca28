"""Every exception jixiao raises on purpose.

    JixiaoError
    ├── ReadError              a file could not be turned into a Document
    │   ├── UnknownFormat      nothing reads this kind of file
    │   ├── BrokenFile         the file is damaged, truncated or empty
    │   ├── EncryptedFile      the file asks for a password
    │   ├── TooLarge           the file passes a limit of the settings
    │   ├── TooSlow            reading the file takes longer than the settings allow
    │   └── ProgramMissing     a program that reads this kind of file is not installed
    ├── LibraryError           the library cannot do what was asked
    │   ├── NotInLibrary       no report of that name
    │   ├── Ambiguous          several reports of that name
    │   └── SchemaMismatch     the library belongs to another version
    ├── ModelError             trained weights are missing or do not fit
    ├── CallError              the call itself was wrong (an option, a query)
    └── DataError              a knowledge file under nlp/data is not well-formed

Foreign exceptions are translated once, where the foreign library is called. A message names
the value, the options and the way out; it is Chinese, because people read it.
"""


class JixiaoError(Exception):
    """Base of all; the message is a sentence for a person."""


class ReadError(JixiaoError):
    """A file could not be turned into a Document."""


class UnknownFormat(ReadError):
    """Nothing reads this kind of file."""


class BrokenFile(ReadError):
    """The file is damaged, truncated or empty."""


class EncryptedFile(ReadError):
    """The file asks for a password."""


class TooLarge(ReadError):
    """The file passes a limit of the settings."""


class TooSlow(ReadError):
    """Reading the file takes longer than the settings allow."""


class ProgramMissing(ReadError):
    """A program that reads this kind of file is not installed."""


class LibraryError(JixiaoError):
    """The library cannot do what was asked."""


class NotInLibrary(LibraryError):
    """No report of that name."""


class Ambiguous(LibraryError):
    """Several reports of that name."""


class SchemaMismatch(LibraryError):
    """The library was written by another version."""


class ModelError(JixiaoError):
    """Trained weights are missing or do not fit."""


class CallError(JixiaoError):
    """The call itself was wrong."""


class DataError(JixiaoError):
    """A knowledge file under nlp/data is not well-formed."""
