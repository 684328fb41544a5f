import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from pictures import crop_name, cut_crops, make_renditions, rendition_names


def stored(size, mode="RGB", kind="JPEG", name="pictures/ab/photo.jpg", **options) -> str:
    out = io.BytesIO()
    Image.new(mode, size, 0).save(out, kind, **options)
    return default_storage.save(name, ContentFile(out.getvalue()))


def sizes(names) -> set[tuple[str, tuple[int, int]]]:
    found = set()
    for name in names:
        with default_storage.open(name) as file, Image.open(file) as picture:
            found.add((picture.format, picture.size))
    return found


def test_picture_is_cut_into_widths_of_two_formats_and_a_fallback():
    name = stored((1300, 650))
    renditions = make_renditions(default_storage, name)
    assert renditions == {
        "widths": [480, 800, 1200],
        "fallback": "pictures/ab/photo-1200.jpg",
        **{crop: f"pictures/ab/photo-{crop}-50-50.jpg" for crop in ("social", "wide", "standard", "square")},
    }
    names = rendition_names(name, renditions)
    assert sizes(names) == {
        (kind, (width, width // 2)) for kind, widths in
        {"AVIF": (480, 800, 1200), "WEBP": (480, 800, 1200), "JPEG": (1200,)}.items() for width in widths
    } | {("JPEG", size) for size in [(1200, 630), (1156, 650), (867, 650), (650, 650)]}  # fmt: skip


def test_small_picture_is_not_blown_up():
    renditions = make_renditions(default_storage, stored((200, 100)))
    assert renditions["widths"] == [200]


def test_transparent_picture_falls_back_to_png():
    name = stored((600, 300), "RGBA", "PNG", "pictures/ab/logo.png")
    assert make_renditions(default_storage, name)["fallback"] == "pictures/ab/logo-600.png"


def test_animation_is_left_as_it_is():
    frames = [Image.new("RGB", (40, 30), shade) for shade in ("red", "green")]
    name = stored((40, 30), "RGB", "GIF", "pictures/ab/a.gif", save_all=True, append_images=frames)
    assert make_renditions(default_storage, name) == {}
    assert rendition_names(name, {}) == []


def test_repeating_it_writes_the_same_files():
    name = stored((600, 300))
    first = rendition_names(name, make_renditions(default_storage, name))
    assert rendition_names(name, make_renditions(default_storage, name)) == first
    assert len(default_storage.listdir("pictures/ab")[1]) == len(first) + 1


@pytest.mark.parametrize("size", [(1, 1), (3000, 1), (1, 3000)])
def test_odd_sizes_are_cut_too(size):
    renditions = make_renditions(default_storage, stored(size))
    assert renditions["widths"]


@pytest.mark.parametrize(("focal_point", "seen"), [((0, 50), "red"), ((100, 50), "blue"), ((50, 50), "green")])
def test_social_picture_keeps_the_focal_point(focal_point, seen):
    stripes = Image.new("RGB", (3000, 300), "green")
    stripes.paste("red", (0, 0, 600, 300))
    stripes.paste("blue", (2400, 0, 3000, 300))
    file = io.BytesIO()
    stripes.save(file, "PNG")
    name = default_storage.save("pictures/ab/stripes.png", ContentFile(file.getvalue()))
    social = make_renditions(default_storage, name, focal_point)["social"]
    with default_storage.open(social) as opened, Image.open(opened) as crop:
        assert crop.size == (571, 300)
        middle = dict(zip(("red", "green", "blue"), crop.getpixel((285, 150)), strict=True))
    assert max(middle, key=middle.get) == seen


def test_crops_have_a_name_for_each_focal_point():
    name = stored((600, 300))
    assert cut_crops(default_storage, name, (10, 90))["square"] == crop_name(name, "square", (10, 90))
    assert default_storage.exists(crop_name(name, "social", (10, 90)))
    assert crop_name(name, "wide", (10, 90)) != crop_name(name, "wide", (90, 10))


def test_what_can_be_seen_through_stands_on_white():
    name = stored((600, 300), "RGBA", "PNG", "pictures/ab/logo.png")
    social = make_renditions(default_storage, name)["social"]
    with default_storage.open(social) as opened, Image.open(opened) as crop:
        assert crop.mode == "RGB"
