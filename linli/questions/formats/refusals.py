"""Files that are refused as a whole, at once, with what to do instead."""

from linli.errors import GameError
from linli.locale import N_

#: Bytes of a file; a picture-rich Moodle export of 300 questions has under 3 MB.
LARGEST = 10_000_000
#: Lines of a text: 5,000 questions of Open Trivia DB have 80,000.
LINES_MOST = 120_000
#: Questions that are looked at.
QUESTIONS_MOST = 10_000
#: Bytes that an archive may unpack to: a workbook of 3,000 rows has under 3 MB.
UNPACKED_MOST = 100_000_000


class TooLarge(GameError):
    """More bytes than any question file has."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(
            N_("{name} has {size} MB; {most} MB is the most. Take pictures out, or make several files of it, and choose them one by one."),
            name=name[:80], size=-(-size // 1_000_000), most=LARGEST // 1_000_000,
        )


class EmptyFile(GameError):
    """No bytes, or blanks alone."""

    def __init__(self, name: str) -> None:
        super().__init__(N_("{name} is empty. Check that it was saved, and choose it again."), name=name[:80])


class TooManyLines(GameError):
    """More lines than thousands of questions have."""

    def __init__(self, name: str, lines: int) -> None:
        super().__init__(N_("{name} has {n} lines; {most} is the most. Make several files of it, and choose them one by one."), name=name[:80], n=lines, most=LINES_MOST)


class Bomb(GameError):
    """An archive that is small and unpacks to far more than questions need."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(
            N_("{name} would unpack to {size} MB; {most} MB is the most. Copy the questions into a new file and choose that."),
            name=name[:80], size=size // 1_000_000, most=UNPACKED_MOST // 1_000_000,
        )


class Broken(GameError):
    """An archive that cannot be opened: cut off on its way, or with a password."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("{name} cannot be opened: it is damaged, or has a password. Open it yourself, save it again without a password, and choose it again."),
            name=name[:80],
        )


class Entities(GameError):
    """XML with a document type of its own: the way hostile files grow or read what they should not."""

    def __init__(self, name: str, line: int) -> None:
        super().__init__(
            N_("{name}, line {line}: it defines a document type or entities of its own (<!DOCTYPE …>), which is not read. "
               "Export the questions from Moodle again, or take this part out."), name=name[:80], line=line,
        )


class NotQuestions(GameError):
    """A kind of file that is known and not read; `remedy` says what to save instead."""

    def __init__(self, name: str, remedy: str) -> None:
        super().__init__(remedy, name=name[:80])


#: Kinds of files that people try, and what they can do instead.
REMEDIES = {
    "old_office": N_("{name} is an old Office file (.xls, .doc, .ppt) or has a password. Open it, save it as .xlsx or .docx without a password, and choose that."),
    "pdf": N_("{name} is a PDF: where a question ends cannot be told from it. Copy its text into a Word file (.docx) or a .txt file and choose that."),
    "picture": N_("{name} is a picture or a recording. Questions are read from text: type them into the template and choose that."),
    "classquiz": N_("{name} is a packed ClassQuiz file (.cqa). In ClassQuiz, export the quiz as Excel, and choose that."),
    "moodle_backup": N_("{name} is a Moodle backup. In Moodle, open the question bank, choose Export and the format Moodle XML, and choose that file."),
    "h5p": N_("{name} is an H5P file, which is not read. Copy its questions into the template and choose that."),
    "qti_zip": N_("{name} is a QTI package. Unpack it and choose the .xml file with the questions (not imsmanifest.xml)."),
    "other_sheet": N_("{name} is a spreadsheet of another kind (.ods, .xlsb, .numbers). Save it as .xlsx and choose that."),
    "other_text": N_("{name} is a document of another kind (.odt, .pages, .rtf). Save it as .docx and choose that."),
    "slides": N_("{name} is a presentation. Copy its questions into the template or a Word file (.docx) and choose that."),
    "archive": N_("{name} is a packed archive. Unpack it and choose the files in it one by one."),
    "page": N_("{name} is a web page. Copy its questions into a .txt file or the template and choose that."),
    "unknown": N_("{name} is no file of questions that can be read. Excel (.xlsx), CSV, Word (.docx), text, GIFT, Aiken, Moodle XML, JSON and YAML are read."),
}


def not_questions(name: str, kind: str) -> NotQuestions:
    """The refusal of a file of that kind."""
    return NotQuestions(name, REMEDIES[kind])
