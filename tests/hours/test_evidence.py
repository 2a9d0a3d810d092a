"""Photos before and after, bags and places: what is taken, what is left of it, who may, until when."""

import base64
import struct
import threading
import zlib
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from linli import clock, roles
from linli.errors import GameError
from linli.store import Store
from linli.volunteer import activities, cancelling, duty, evidence, hours_retention, photo
from linli.volunteer.duty import By
from tests.hours.conftest import ELEVEN, NINE, Stage, minutes, staff

DURING = NINE + minutes(30)


def picture(how: str = "JPEG", size: tuple[int, int] = (400, 300), shade: int = 90, exif: bytes = b"") -> bytes:
    """A picture that is dark but for a red upper left corner."""
    drawn = Image.new("RGB", size, (shade, shade, shade))
    ImageDraw.Draw(drawn).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=(250, 0, 0))
    out = BytesIO()
    drawn.save(out, how, **({"exif": exif} if exif else {}))
    return out.getvalue()


def with_place(orientation: int) -> bytes:
    """A photo as a phone takes it: where, with what, and turned."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x010E] = orientation, "SecretPhone", "Flat 301"
    exif.get_ifd(0x8825).update({1: "N", 2: (23.0, 7.0, 44.25), 3: "E", 4: (113.0, 15.0, 51.5)})
    return picture(exif=exif.tobytes())


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


def test_nothing_of_where_and_with_what_it_was_taken_is_stored(stage: Stage) -> None:
    sent = with_place(6)
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825)[1] == "N"
    assert b"SecretPhone" in sent
    evidence.add(stage.store, stage.activity, "before", sent, By(staff=stage.li), DURING)
    [row] = stage.store.rows("select * from activity_photo")
    for column in ("data", "small"):
        kept = base64.b64decode(row[column])
        assert not any(trace in kept for trace in (b"SecretPhone", b"Flat 301", b"Exif", b"GPS"))
        assert dict(Image.open(BytesIO(kept)).getexif()) == {}
    assert (row["type"], row["width"], row["height"]) == ("image/jpeg", 300, 400)


def test_the_picture_is_turned_before_its_note_on_that_is_dropped() -> None:
    drawn = Image.open(BytesIO(photo.made(with_place(6)).data))
    red, _green, _blue = drawn.getpixel((drawn.width - 10, 10))  # type: ignore[misc]
    assert drawn.size == (300, 400)
    assert red > 200


@pytest.mark.parametrize("how", ["JPEG", "PNG", "WEBP"])
def test_three_kinds_become_a_jpeg_of_ours_within_its_sizes(how: str) -> None:
    noise = Image.effect_noise((1_800, 1_300), 90).convert("RGB")
    out = BytesIO()
    noise.save(out, how)
    made = photo.made(out.getvalue())
    small = Image.open(BytesIO(made.small))
    assert Image.open(BytesIO(made.data)).format == "JPEG"
    assert len(made.data) <= photo.KEPT_MOST
    assert max(made.width, made.height) <= photo.SIDE
    assert max(small.size) == photo.SMALL_SIDE


def test_what_hangs_on_behind_a_picture_is_not_kept() -> None:
    made = photo.made(picture() + b"<html><script>alert(1)</script></html>")
    assert b"<script" not in made.data + made.small
    assert made.data.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(("data", "refusal", "remedy"), [
    (b"", photo.NoPhoto, "Choose one"),
    (b"<html><script>alert(1)</script></html>", photo.NotAPhoto, "screenshot"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", photo.NotAPhoto, "screenshot"),
    (b"GIF89a" + b"\0" * 40, photo.NotAPhoto, "JPEG, PNG or WebP"),
    (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", photo.HeicPhoto, "Most Compatible"),
    (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", photo.HeicPhoto, "screenshot"),
    (picture()[:-400], photo.BrokenPhoto, "once more"),
    (picture("PNG")[:200], photo.BrokenPhoto, "once more"),
    (b"\xff\xd8\xff" + b"\0" * 500, photo.BrokenPhoto, "once more"),
    (bomb(60_000, 60_000), photo.PhotoTooWide, "usual size"),
    (bomb(5_000, 5_000), photo.PhotoTooWide, "usual size"),
    (picture() + b"\xff\xda" * 80, photo.BrokenPhoto, "once more"),
    (b"\xff\xd8\xff" + b"\0" * photo.UPLOAD_MOST, photo.PhotoTooLarge, "12 MB"),
])
def test_what_is_no_photo_to_keep_is_refused_with_a_remedy(data: bytes, refusal: type[GameError], remedy: str) -> None:
    with pytest.raises(refusal) as told:
        photo.made(data)
    assert remedy in str(told.value)


def test_the_same_picture_counts_once_and_a_seventh_is_refused(stage: Stage) -> None:
    by = By(staff=stage.li)
    kept = [evidence.add(stage.store, stage.activity, "before", picture(shade=shade), by, DURING) for shade in range(0, 120, 20)]
    assert evidence.add(stage.store, stage.activity, "before", picture(shade=20), by, DURING) == kept[1]
    with pytest.raises(evidence.EnoughPhotos):
        evidence.add(stage.store, stage.activity, "before", picture(shade=200), by, DURING)
    evidence.add(stage.store, stage.activity, "after", picture(shade=20), by, DURING)
    assert stage.count("activity_photo") == 7


def test_two_phones_at_once_do_not_pass_the_limit(stage: Stage) -> None:
    by = By(staff=stage.li)
    for shade in range(0, 100, 20):
        evidence.add(stage.store, stage.activity, "after", picture(shade=shade), by, DURING)
    start, ends = threading.Barrier(4), []

    def send(shade: int) -> None:
        start.wait()
        try:
            evidence.add(stage.store, stage.activity, "after", picture(shade=shade), by, DURING)
            ends.append("kept")
        except evidence.EnoughPhotos:
            ends.append("refused")

    phones = [threading.Thread(target=send, args=(shade,)) for shade in (120, 140, 160, 180)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    assert sorted(ends) == ["kept", "refused", "refused", "refused"]
    assert stage.count("activity_photo") == 6


def test_the_same_picture_from_two_phones_at_once_counts_once(stage: Stage) -> None:
    start, made = threading.Barrier(3), []

    def send() -> None:
        start.wait()
        made.append(evidence.add(stage.store, stage.activity, "after", picture(), By(staff=stage.li), DURING))

    phones = [threading.Thread(target=send) for _each in range(3)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    assert len(made) == 3
    assert len(set(made)) == stage.count("activity_photo") == 1


def test_only_keepers_of_this_list_enter_see_and_remove(stage: Stage) -> None:
    keeper, other = stage.coordinator(stage.person("Lan")), stage.coordinator(stage.person("Mei"), stage.another(title="West gate"))
    plain, clerk = By(resident=stage.resident(stage.person("Bo"))), By(staff=staff(stage.store, "Clerk", "clerk"))
    made = evidence.add(stage.store, stage.activity, "before", picture(), keeper, DURING)
    for by in (other, plain, clerk, By()):
        with pytest.raises((duty.NotCoordinator, roles.NotAllowed, roles.NotSignedIn)):
            evidence.add(stage.store, stage.activity, "before", picture(shade=1), by, DURING)
        with pytest.raises((duty.NotCoordinator, roles.NotAllowed, roles.NotSignedIn)):
            evidence.picture(stage.store, stage.activity, made, by)
        with pytest.raises((duty.NotCoordinator, roles.NotAllowed, roles.NotSignedIn)):
            evidence.seen(stage.store, stage.activity, by, DURING)
        with pytest.raises((duty.NotCoordinator, roles.NotAllowed, roles.NotSignedIn)):
            evidence.remove(stage.store, stage.activity, made, by, DURING)
        with pytest.raises((duty.NotCoordinator, roles.NotAllowed, roles.NotSignedIn)):
            evidence.enter_result(stage.store, stage.activity, 3, "", by, DURING)
    assert evidence.picture(stage.store, stage.activity, made, By(staff=stage.chen)).startswith(b"\xff\xd8\xff")


def test_a_photo_is_not_reached_through_another_activity(stage: Stage) -> None:
    elsewhere = stage.another(title="West gate")
    other = stage.coordinator(stage.person("Mei"), elsewhere)
    made = evidence.add(stage.store, stage.activity, "before", picture(), By(staff=stage.li), DURING)
    with pytest.raises(evidence.UnknownPhoto):
        evidence.picture(stage.store, elsewhere, made, other)
    with pytest.raises(evidence.UnknownPhoto):
        evidence.remove(stage.store, elsewhere, made, other, DURING)


def test_a_removed_photo_leaves_who_and_when_and_may_come_again(stage: Stage) -> None:
    keeper, by = stage.coordinator(stage.person("Lan")), By(staff=stage.li)
    made = evidence.add(stage.store, stage.activity, "before", picture(), keeper, DURING)
    evidence.remove(stage.store, stage.activity, made, by, DURING + minutes(5))
    evidence.remove(stage.store, stage.activity, made, keeper, DURING + minutes(9))
    [row] = stage.store.rows("select * from activity_photo")
    assert (row["data"], row["small"], row["mark"]) == ("", "", made)
    assert (row["removed_by"], row["removed_at"]) == (f"staff:{stage.li}", clock.stamp(DURING + minutes(5)))
    assert stage.count("audit", "what = 'photo_removed'") == 1
    with pytest.raises(evidence.UnknownPhoto):
        evidence.picture(stage.store, stage.activity, made, by)
    again = evidence.add(stage.store, stage.activity, "before", picture(), keeper, DURING + minutes(10))
    assert [one.id for one in evidence.seen(stage.store, stage.activity, by, DURING).photos] == [again]


@pytest.mark.parametrize(("at", "taken"), [
    (NINE - minutes(61), False), (NINE - minutes(60), True), (ELEVEN + minutes(600), True),
    (clock.end_of("2026-12-11", "Asia/Shanghai") - timedelta(seconds=1), True), (clock.end_of("2026-12-11", "Asia/Shanghai"), False),
])
def test_it_is_entered_from_an_hour_before_to_the_tenth_working_day(stage: Stage, at: clock.datetime, taken: bool) -> None:
    by = By(staff=stage.li)
    assert evidence.seen(stage.store, stage.activity, by, at).open == taken
    if taken:
        evidence.add(stage.store, stage.activity, "after", picture(), by, at)
        evidence.enter_result(stage.store, stage.activity, 4, "", by, at)
        return
    with pytest.raises(evidence.NotTime):
        evidence.add(stage.store, stage.activity, "after", picture(), by, at)
    with pytest.raises(evidence.NotTime):
        evidence.enter_result(stage.store, stage.activity, 4, "", by, at)


def test_nothing_is_entered_for_what_was_cancelled(stage: Stage) -> None:
    activities.cancel(stage.store, stage.activity, "storm", stage.li, NINE - minutes(90), cause=cancelling.OTHER)
    with pytest.raises(activities.Cancelled):
        evidence.add(stage.store, stage.activity, "before", picture(), By(staff=stage.li), DURING)


def test_bags_and_places_are_kept_with_who_said_so_last(stage: Stage) -> None:
    keeper = stage.coordinator(stage.person("Lan"))
    evidence.enter_result(stage.store, stage.activity, 12, "  East gate,\n car shed ", keeper, DURING)
    evidence.enter_result(stage.store, stage.activity, 14, "East gate, car shed", By(staff=stage.li), DURING + minutes(1))
    evidence.enter_result(stage.store, stage.activity, 14, "East gate, car shed", keeper, DURING + minutes(2))
    with stage.store.reading() as tx:
        kept = evidence.result(tx, stage.activity)
    assert kept == evidence.Result(14, "East gate, car shed", f"staff:{stage.li}", DURING + minutes(1))
    notes = [row["detail"] for row in stage.store.rows("select detail from audit where what = 'result' order by id")]
    assert notes == ["12 East gate, car shed", "12 East gate, car shed > 14 East gate, car shed"]


@pytest.mark.parametrize("bags", [-1, 10_000, "x", "", True, None, 1.5])
def test_bags_are_a_whole_number(stage: Stage, bags: object) -> None:
    with pytest.raises(evidence.BadBags):
        evidence.enter_result(stage.store, stage.activity, bags, "", By(staff=stage.li), DURING)
    assert stage.count("activity_result") == 0


@pytest.mark.parametrize("places", ["x" * 201, "gate\x00", "\u202egate", "a\u200bb"])
def test_hostile_places_are_refused(stage: Stage, places: str) -> None:
    with pytest.raises(evidence.BadPlacesText):
        evidence.enter_result(stage.store, stage.activity, 1, places, By(staff=stage.li), DURING)
    assert stage.count("activity_result") == 0


def test_photos_go_a_year_after_the_activity_and_the_result_stays(stage: Stage) -> None:
    by, store = By(staff=stage.li), stage.store
    evidence.add(store, stage.activity, "before", picture(), by, DURING)
    evidence.enter_result(store, stage.activity, 4, "", by, DURING)
    year = ELEVEN + timedelta(days=hours_retention.PICTURES_DAYS)
    assert left_at(store, year) == 1
    assert left_at(store, year + timedelta(seconds=1)) == 0
    assert stage.count("activity_result") == 1


def left_at(store: Store, at: clock.datetime) -> int:
    """Photos that are left once a day's retention was done."""
    with store.writing() as tx:
        hours_retention.forget(tx, at)
        return int(tx.value("select count(*) as n from activity_photo"))
