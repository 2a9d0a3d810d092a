"""A community brings its own questions: from a clerk's file to the quiz, its statistics, and out again."""


import pytest
from playwright.sync_api import Page, expect

from linli import accounts, answers, attempts, clock, roles, staff
from linli.accounts import StaffForm
from linli.attempts import Player
from linli.questions import bank
from linli.store import Store
from tests.browser import looking
from tests.browser import question_files as files
from tests.browser.conftest import PATIENCE, Phone, Phones, Served
from tests.browser.screens import APP, Quiz
from tests.browser.town import PASSWORD, USERNAME, Town
from tests.statistics.answered import people

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
WIDE = {"viewport": {"width": 1280, "height": 900}, "has_touch": False, "is_mobile": False}
TOPIC, ZH, EN = "around-the-yard", "院里的事", "Around the yard"
SECOND = "zhaoyaqin"


@pytest.fixture(scope="module")
def second(shared: Served, town: Town) -> str:
    """A clerk, another person than the organiser; the user name."""
    at = clock.now()
    with shared.store().reading() as tx:
        by = next(roles.from_row(row) for row in tx.rows(f"select {roles.COLUMNS} from staff s order by s.id"))
    form = StaffForm(SECOND, "赵雅琴", "社区工作者", "000-5550100", PASSWORD, declared_none=True)
    accounts.sign_up(shared.store(), accounts.invite(shared.store(), by, "clerk", at), form, device="d", at=at)
    return SECOND


def desk(phone: Phone, served: Served, username: str, part: str) -> Page:
    """Signed in, on a part of the questions' page."""
    cookie, _who = staff.sign_in(served.store(), username=username, password=PASSWORD, device="d", at=clock.now())
    phone.context.add_cookies([{"name": "ll_staff", "value": cookie, "url": served.url}])
    return to(phone.page, served, part)


def to(page: Page, served: Served, part: str) -> Page:
    page.goto(f"{served.url}/questions?part={part}")
    page.wait_for_selector(".st-key-card_questions")
    page.wait_for_selector(APP, state="attached")
    return page


def choose(page: Page, name: str, data: bytes) -> None:
    """Choose a file and wait for its preview."""
    page.set_input_files("input[type=file]", files=[{"name": name, "mimeType": "application/octet-stream", "buffer": data}])
    expect(page.locator(".stack .say").first).to_contain_text(name)


def new_topic(page: Page) -> None:
    page.get_by_role("combobox", name="没写主题的题目归到").click()
    page.get_by_role("option", name="新建主题").click()
    for label, words in (("中文名", ZH), ("英文名", EN)):
        field = page.get_by_label(label, exact=True)
        field.fill(words)
        field.press("Enter")
    expect(page.get_by_text(f"新主题：{ZH}")).to_be_visible()


def group(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name)).first.click()


def take_in(page: Page, n: int) -> None:
    page.get_by_role("button", name=f"导入这 {n} 道题").click()
    expect(page.locator(".say.right")).to_contain_text("已导入")


def drawn(store: Store) -> set[str]:
    """The stems of the topic that can be drawn."""
    with store.reading() as tx:
        return {bank.current(tx, ref.item).stem.zh for ref in bank.pool(tx, TOPIC)}


def imported_csv(page: Page) -> None:
    """The first file, in GB18030: everything of it is seen before it is taken in."""
    choose(page, "社区题库.csv", files.gb18030(files.first()))
    expect(page.get_by_text("有 3 道题只差主题")).to_be_visible()
    new_topic(page)
    expect(page.locator(".stack .say").first).to_contain_text("新题 3 道，有改动 0 道，草稿 3 份，没有变化 0 道")
    expect(page.locator(".seen table")).to_contain_text(files.DOG)
    group(page, "草稿 3")
    expect(page.locator(".seen table")).to_contain_text("没有引用第 28 条里决定答案的原话")
    group(page, "没读出来 2")
    expect(page.locator(".seen table")).to_contain_text("第 8 行")
    expect(page.locator(".seen table")).to_contain_text("答案“E”指的选项")
    take_in(page, 6)


def published(page: Page, count: int) -> None:
    """The second person publishes everything that waits, one after the other."""
    for _ in range(count):
        page.get_by_role("button", name="发布", exact=True).click()
        expect(page.locator(".say.right:not(.read)")).to_contain_text("已发布")
        page.evaluate("() => document.querySelectorAll('.say').forEach(one => one.classList.add('read'))")


def plays(phone: Phone, served: Served, town: Town) -> set[str]:
    """A resident's quiz on the topic, all of it answered right; the items."""
    phone.context.request.get(served.url + "/")
    town.signed_in(phone.context.cookies(), town.homes[0], clock.now())
    quiz = Quiz(phone.page, served.url)
    quiz.open(f"/quiz?topic={TOPIC}", "[data-item]")
    seen: set[str] = set()
    while phone.page.locator("[data-item]").count():
        seen.add(quiz.item())
        quiz.tap(town.key(quiz.item()))
        assert quiz.verdict()
        quiz.on()
    return seen


def answered(store: Store, town: Town, count: int = 30) -> None:
    """As many neighbours answer the topic's questions as statistics need."""
    at = clock.now()
    with store.writing() as tx:
        subjects = people(tx, count)
    for subject in subjects:
        player = Player(f"beside {subject}", town.homes[0].id, subject, None)
        attempt = attempts.start(store, player, "topic", TOPIC, at=at)
        for asked in attempts.look(store, attempt, player).asked:
            answers.answer(store, attempt, asked.item.id, sorted(asked.item.key), player, at=at)


def undone(page: Page, name: str) -> None:
    page.get_by_text("撤销这次导入").click()
    page.get_by_role("button", name=f"确定撤销 {name}").click()
    expect(page.locator(".say.right")).to_contain_text("已撤销")


def test_questions_of_ones_own_are_brought_in_published_played_counted_and_taken_back(shared: Served, town: Town, second: str, phones: Phones) -> None:
    store = shared.store()
    organiser = desk(phones("zh", **WIDE), shared, USERNAME, "import")
    imported_csv(organiser)
    assert drawn(store) == set()

    clerk = desk(phones("zh", **WIDE), shared, second, "check")
    published(clerk, 3)
    assert drawn(store) == {files.DOG, files.DEVICE, files.PIPE}

    phone = phones("zh")
    items = plays(phone, shared, town)
    assert len(items) == 3
    answered(store, town)

    to(organiser, shared, f"statistics&item={min(items)}")
    with store.reading() as tx:
        stem = bank.current(tx, min(items)).stem.zh
    expect(organiser.locator(".st-key-rim_statistics h2")).to_have_text(stem)
    expect(organiser.locator(".st-key-rim_statistics svg.marks")).to_be_visible()

    to(organiser, shared, "import")
    choose(organiser, "社区题库.xlsx", files.xlsx(files.second()))
    new_topic_known(organiser)
    expect(organiser.locator(".stack .say").first).to_contain_text("新题 1 道，有改动 1 道，草稿 0 份，没有变化 5 道")
    group(organiser, "有改动 1")
    expect(organiser.locator(".seen table")).to_contain_text(files.OTHER_WORDS)
    take_in(organiser, 2)
    assert drawn(store) == {files.DOG, files.DEVICE, files.PIPE}

    undone(organiser, "社区题库．xlsx")
    to(organiser, shared, "import")
    undone(organiser, "社区题库．csv")
    assert drawn(store) == set()
    phone.page.goto(f"{shared.url}/topics")
    phone.page.wait_for_selector(".topics")
    assert ZH not in phone.page.inner_text("body")
    assert store.one("select count(*) as n from answer") == {"n": 93}, "what was answered stays"


def new_topic_known(page: Page) -> None:
    """The topic is there now: choose it for the new question."""
    page.get_by_role("combobox", name="没写主题的题目归到").fill(ZH)
    page.get_by_role("option", name=ZH).click()


def test_the_preview_fits_a_phone(shared: Served, town: Town, phones: Phones) -> None:
    phone = phones("zh")
    page = desk(phone, shared, USERNAME, "import")
    many = [replace_stem(row, n) for n in range(120) for row in files.GOOD]
    choose(page, "很多题.csv", files.gb18030(many))
    expect(page.get_by_text("有 360 道题只差主题")).to_be_visible()
    assert looking.sideways(page) == []
    assert page.locator(".seen table tbody tr").count() == 25


def replace_stem(row: files.Row, n: int) -> files.Row:
    return (row[0], f"第 {n} 遍：{row[1]}", *row[2:])
