import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from pictures import make_renditions, rendition_names


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
    assert renditions == {"widths": [480, 800, 1200], "fallback": "pictures/ab/photo-1200.jpg"}
    names = rendition_names(name, renditions)
    assert sizes(names) == {
        (kind, (width, width // 2)) for kind, widths in
        {"AVIF": (480, 800, 1200), "WEBP": (480, 800, 1200), "JPEG": (1200,)}.items() for width in widths
    }  # fmt: skip


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
