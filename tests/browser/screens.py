"""The screens as a visitor handles them: where to tap, what to read. One class a screen, no assertions."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from playwright.sync_api import Page

from linli.locale import _, use_language
from tests.browser.town import PASSWORD, USERNAME

APP = '[data-testid="stApp"][data-test-connection-state="CONNECTED"][data-test-script-state="notRunning"]'


def said(message: str, language: str, **fields: object) -> str:
    """A sentence of the catalogue in that language."""
    with use_language(language):
        return _(message, **fields)


def numbers(text: str) -> list[float]:
    """Every number in a text, in order."""
    return [float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


class Screen:
    """A page that is open at `base`."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base

    def open(self, path: str, until: str = "") -> None:
        """Go there by its address, as a link from outside does; until: what must be on it."""
        self.page.goto(self.base + path)
        if until:
            self.page.wait_for_selector(until)

    def fill(self, field: str, value: str) -> None:
        """Type into a text field of an application's form, by the end of its key."""
        self.page.locator(f'[class*="{field}"] :is(input, textarea)').first.fill(value)

    def tick(self, key: str) -> None:
        """Tick a box."""
        self.page.locator(f'[class*="{key}"] label').first.click()

    def submit(self) -> None:
        """Tap the primary button of the form."""
        self.page.locator('[data-testid="stBaseButton-primaryFormSubmit"]').click()

    def told(self, kind: str = "") -> str:
        """What the page says happened. kind: right, warn, fault."""
        return self.page.locator(f".say{'.' + kind if kind else ''}").first.inner_text()


class Desk(Screen):
    """The organisers' side."""

    def set_up(self, code: str, account: dict[str, str]) -> None:
        """Become the first organiser with the set-up code."""
        self.open("/staff/setup")
        for name, value in {"code": code, **account}.items():
            self.page.fill(f"#{name}", value)
        self.page.check("[name=declared_none]")
        self.page.click("button[type=submit]")
        self.page.wait_for_selector(".st-key-card_setup")

    def sign_in(self, path: str, until: str) -> None:
        """Sign in on the way to a page of the organisers."""
        self.open(f"/staff?to={path}")
        self.page.fill("#username", USERNAME)
        self.page.fill("#password", PASSWORD)
        self.page.click("button[type=submit]")
        self.page.wait_for_selector(until, state="attached")

    def part(self, place: int, field: str) -> None:
        """Another part of the set-up, by its place in the row."""
        self.page.locator(".st-key-part button").nth(place).click()
        self.page.wait_for_selector(f'[class*="{field}"] input')

    def save(self) -> None:
        """Save the form and wait until it says so."""
        self.page.evaluate("() => document.querySelectorAll('.say').forEach(one => one.classList.add('read'))")
        self.submit()
        self.page.wait_for_selector(".say.right:not(.read)")
        self.page.wait_for_selector(APP)

    def community(self, zh: str, en: str, office: str, phone: str) -> None:
        """Name the community and its office."""
        self.part(1, "office_")
        for field, value in (("_name_zh", zh), ("_name_en", en), ("_office_zh", office), ("_phone", phone)):
            self.fill(field, value)
        self.save()

    def compound(self, zh: str, en: str, households: int, basis: str) -> None:
        """Add a compound; the form is open."""
        for field, value in (("_name_zh", zh), ("_name_en", en), ("_source", "示例花名册")):
            self.fill(field, value)
        self.page.locator('[data-testid="stNumberInputContainer"] input').first.fill(str(households))
        self._choose("_basis", ("slips", "on_site").index(basis))
        self.save()

    def _choose(self, field: str, place: int) -> None:
        self.page.locator(f'[class*="{field}"] [data-testid="stRadioOption"]').nth(place).click()

    def unit(self, zh: str, en: str) -> None:
        """Add an organising unit."""
        self.part(3, "unit_")
        self.fill("_name_zh", zh)
        self.fill("_name_en", en)
        self.save()

    def season(self, zh: str, en: str) -> None:
        """Add a season that begins today."""
        self.part(4, "season_")
        self.fill("_name_zh", zh)
        self.fill("_name_en", en)
        self.save()

    def cleanup(self, starts: datetime, ends: datetime) -> None:
        """Make a clean-up; the times are local ones of today."""
        self.open("/cleanups", ".st-key-new")
        self.page.locator(".st-key-new button").click()
        self.page.locator(".st-key-kind_cleanup button").click()
        self.page.wait_for_selector('[class*="_title"] input')
        for field, value in (("_title", "河边清洁"), ("_where", "榕溪步道"), ("_person", "林小榕"), ("_work", "捡拾垃圾。"), ("_risk", "临水，穿防滑鞋。")):
            self.fill(field, value)
        self._type("_day", f"{starts:%Y%m%d}")
        self._type("_from", f"{starts:%H%M}")
        self._type("_until", f"{ends:%H%M}")
        for question in range(3):
            self._choose(f"_q{question}", 0)
        self.save()

    def _type(self, field: str, digits: str) -> None:
        """A day or a time of day: its parts take one digit after the other."""
        self.page.locator(f'[class*="{field}"] [role="spinbutton"]').first.click()
        self.page.keyboard.type(digits)

    def coordinator(self, number: str) -> str:
        """Hand the list of the first clean-up to a resident; the path of the one-time link."""
        box = self.page.locator('[class*="st-key-find_"] input')
        box.fill(number)
        box.press("Enter")
        self.page.locator('[class*="st-key-make_"] button').click()
        link = urlsplit(self.page.locator(".once code").inner_text())
        return f"{link.path}?{link.query}"

    def approve_all(self) -> None:
        """Approve every complete record that waits."""
        self.open("/approvals", '[class*="st-key-bulk"]')
        self.page.locator('[class*="st-key-bulk"] button').click()
        self.page.wait_for_selector(".say.right")


class Join(Screen):
    """Making a nickname."""

    def fill_in(self, nickname: str, pin: str) -> None:
        """Everything but the compound, which the link has chosen."""
        self.fill("st-key-nickname", nickname)
        self.fill("st-key-pin", pin)
        self.fill("st-key-pin_again", pin)
        self.tick("st-key-fourteen")
        self.tick("st-key-agreed")

    def number(self) -> str:
        """The player number that is shown once it is done."""
        return self.page.locator(".numbered .digits").inner_text().replace(" ", "")


class Guest(Screen):
    """A guest's start: compound, slip, begin."""

    def begin(self) -> None:
        """Begin with the compound that is chosen."""
        self.page.locator(".st-key-begin button:not([disabled])").click()


class Quiz(Screen):
    """The quiz card."""

    def item(self) -> str:
        """The id of the item that is asked."""
        return self.page.locator("[data-item]").get_attribute("data-item") or ""

    def options(self) -> list[str]:
        """The option numbers as shown."""
        return [one.get_attribute("data-answer") or "" for one in self.page.locator("[data-answer]").all()]

    def tap(self, chosen: list[int], times: int = 1) -> None:
        """Tap the options, and the button below where several may be right."""
        confirm = self.page.locator("[data-confirm]").count()
        for number in chosen:
            self.page.locator(f'[data-answer="{number}"]').click(click_count=1 if confirm else times)
        if confirm:
            self.page.locator("[data-confirm]").click(click_count=times)

    def verdict(self, seconds: float = 30) -> bool:
        """Whether it was right, once the answer is there."""
        found = self.page.wait_for_selector(".verdict", timeout=seconds * 1000)
        return "r" in (found.get_attribute("class") or "").split()

    def on(self) -> None:
        """On to the next item, or the result."""
        self.page.locator("[data-next]").click()
        self.page.wait_for_selector("[data-item], .figs")

    def figures(self) -> list[float]:
        """The numbers of the result: right, of, points, bonus."""
        return numbers(self.page.locator(".figs").inner_text())

    def gain(self) -> str:
        """What it brought the compound."""
        return self.page.locator(".gain").inner_text()


class Board(Screen):
    """The boards on a phone."""

    def look(self, name: str, window: str = "week") -> None:
        """Open a board."""
        self.open(f"/board?board={name}&window={window}", f'[data-lc="live"][data-url*="board={name}"]')

    def rows(self) -> dict[str, list[float]]:
        """By compound: the figure on the right, then the raw numbers beside it."""
        rows = self.page.locator(".row:not(.few)").all()
        return {one.get_attribute("data-key") or "": numbers(one.locator(".up").inner_text() + " " + one.locator(".l2 > span").inner_text()) for one in rows}


class Hall(Screen):
    """The hall screen."""

    def rows(self) -> dict[str, list[float]]:
        """By compound: the share, then the raw numbers."""
        rows = self.page.locator(".brd .r[data-key]").all()
        return {one.get_attribute("data-key") or "": numbers(one.locator(".p").inner_text() + " " + one.locator(".h").inner_text()) for one in rows}


class Duty(Screen):
    """The coordinator's phone."""

    def take_over(self, path: str) -> None:
        """Use the one-time link."""
        self.open(path, "form[action='/duty'] button")
        self.page.click("form[action='/duty'] button")
        self.page.wait_for_selector("[data-lc=code]")

    def code(self, moment: str) -> str:
        """The code of this moment, in or out; not one that is about to change."""
        self.page.locator(f'[data-m="{moment}"]:visible').first.click()
        self.page.wait_for_selector(f'[data-m="{moment}"][aria-current]')
        return self.page.locator(".digits .big:visible").first.inner_text().replace(" ", "")


class Field(Screen):
    """The volunteer's plain page."""

    def join(self, activity: str, code: str, nickname: str, home: str, pin: str) -> None:
        """Walk in by the QR code, without an account yet."""
        self.open(f"/field/{activity}?code={code}&m=in", 'a[href*="/join"]')
        self.page.click('a[href*="/join"]')
        self.page.fill("#name", nickname)
        self.page.select_option("#home", home)
        self.page.fill("#pin", pin)
        for box in ("fourteen", "agreed"):
            self.page.check(f"[name={box}]")
        self.page.locator("main form button").last.click()
        self.page.wait_for_selector("p.me")

    def sign(self, what: str, code: str = "") -> None:
        """Sign in or out with the code."""
        if code:
            self.page.fill("#code", code)
        if what == "in" and self.page.locator("[name=read]").count():
            self.page.check("[name=read]")
        self.page.click(f'button[name=what][value="{what}"]')
        self.page.wait_for_selector(".say[role=status]")


class Kiosk(Screen):
    """The guest kiosk."""

    def register(self, token: str) -> None:
        """Make this browser a kiosk by an organiser's one-time link."""
        self.open(f"/kiosk/start?t={token}", "form[action='/kiosk/start'] button")
        self.page.click("form[action='/kiosk/start'] button")
        self.page.wait_for_selector("button.start")

    def begin(self, compound: str, slip: str) -> None:
        """From the first screen to the first question, the slip typed on the screen's own keys."""
        self.page.click("button.start")
        self.page.click(f'button[name=compound][value="{compound}"]')
        for sign in slip:
            self.page.click(f'[data-key-sign="{sign}"]')
        self.page.click("button[value=with]:not([disabled])")
        self.page.wait_for_selector("[data-item]")
