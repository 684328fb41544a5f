"""Every uploaded picture passes one gate; the files here are real ones, good and bad, made on the spot."""

import io
import struct
import time
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from pictures import clean_picture
from pictures.uploads import MAX_BYTES

EXTENSIONS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif"}
GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def encoded(picture, kind, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def photo(kind="JPEG", *, size=(120, 80), mode="RGB", colour="teal", **options) -> bytes:
    return encoded(Image.new(mode, size, colour), kind, **options)


def cleaned(content: bytes, name="upload.jpg") -> Image.Image:
    return Image.open(clean_picture(ContentFile(content, name)))


def refusal(content: bytes, name="upload.jpg") -> str:
    with pytest.raises(ValidationError) as caught:
        clean_picture(ContentFile(content, name))
    return caught.value.message


def png_of(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that claims a size, whatever it holds."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(data)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


@pytest.mark.parametrize("kind", EXTENSIONS)
def test_good_pictures_pass_and_keep_their_format(kind):
    upload = clean_picture(ContentFile(photo(kind), "whatever.bin"))
    assert upload.name == f"picture{EXTENSIONS[kind]}"
    picture = Image.open(upload)
    assert (picture.format, picture.size) == (kind, (120, 80))


def test_still_gif_becomes_a_png():
    assert cleaned(photo("GIF")).format == "PNG"


def test_animated_gif_stays_animated():
    frames = [Image.new("RGB", (40, 30), shade) for shade in ("red", "green", "blue")]
    content = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=80)
    picture = cleaned(content)
    assert (picture.format, picture.n_frames) == ("GIF", 3)


def test_animated_webp_stays_animated():
    frames = [Image.new("RGB", (40, 30), shade) for shade in ("red", "green")]
    content = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    assert cleaned(content).n_frames == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\x00" * 5000,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7\n%%EOF",
        b"<!doctype html><script>alert(1)</script>",
        b"MZ\x90\x00" + b"\x00" * 500,
        b"GIF89a<script>alert(1)</script>",
        b"\xff\xd8\xff\xe0 not really",
        photo("BMP"),
        photo("TIFF"),
        photo("ICO", size=(32, 32)),
        photo("PPM"),
    ],
    ids=[
        "empty",
        "text",
        "zeros",
        "svg",
        "pdf",
        "html",
        "exe",
        "gif-script",
        "jpeg-start",
        "bmp",
        "tiff",
        "ico",
        "ppm",
    ],
)
@pytest.mark.parametrize("name", ["upload.jpg", "upload.png"])
def test_whatever_is_no_picture_of_ours_is_refused_in_words(content, name):
    assert refusal(content, name).endswith(("AVIF or GIF file.", "upload the new file."))


def test_name_counts_for_nothing():
    assert cleaned(photo("PNG"), "shell.php").format == "PNG"


def test_too_many_bytes_are_refused_unread():
    assert "larger than 15 MB" in refusal(b"\x00" * (MAX_BYTES + 1))


def test_bomb_of_64_megapixels_is_refused_at_once():
    content = png_of(8000, 8000, b"\x00" * 8001 * 8000)
    assert len(content) < 70_000
    began = time.monotonic()
    assert "million pixels" in refusal(content)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("size", [(30000, 30000), (2_000_000, 40), (65535, 65535)])
def test_claims_of_huge_sizes_are_refused(size):
    assert "million pixels" in refusal(png_of(*size))


def test_animation_of_many_large_frames_is_refused():
    frames = [Image.new("P", (2000, 2000), number) for number in range(11)]
    content = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert "million pixels" in refusal(content)


def test_animation_of_very_many_frames_is_refused():
    frames = [Image.new("1", (1, 1), number % 2) for number in range(700)]
    content = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert "more than 500 pictures" in refusal(content)


def test_photograph_with_a_second_one_inside_is_a_photograph():
    """MPO, as some cameras and telephones write it."""
    first, second = Image.new("RGB", (120, 80), "teal"), Image.new("RGB", (120, 80), "red")
    picture = cleaned(encoded(first, "MPO", save_all=True, append_images=[second]))
    assert (picture.format, picture.size) == ("JPEG", (120, 80))


@pytest.mark.parametrize("kind", [*EXTENSIONS, "GIF"])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_truncated_files_never_break(kind, share):
    content = encoded(Image.effect_noise((200, 150), 90).convert("RGB"), kind)
    cut = content[: int(len(content) * share)]
    try:
        picture = cleaned(cut)
    except ValidationError as error:
        assert "damaged" in error.message or "not a picture" in error.message
    else:
        picture.load()


def test_truncated_jpeg_is_refused():
    content = encoded(Image.effect_noise((200, 150), 90), "JPEG")
    assert "damaged or incomplete" in refusal(content[: len(content) // 2])


def test_corrupt_bytes_in_the_middle_never_break():
    for kind in EXTENSIONS:
        content = bytearray(encoded(Image.effect_noise((200, 150), 90).convert("RGB"), kind))
        content[len(content) // 2 : len(content) // 2 + 40] = b"\xff" * 40
        try:
            cleaned(bytes(content))
        except ValidationError as error:
            assert error.message


def test_cmyk_becomes_rgb():
    picture = cleaned(photo("JPEG", mode="CMYK", colour=(0, 255, 255, 0)))
    assert picture.mode == "RGB"
    red, green, blue = picture.getpixel((5, 5))
    assert red > 200
    assert green < 60
    assert blue < 60


@pytest.mark.parametrize("profile", [b"garbage", b"\x00" * 200])
@pytest.mark.parametrize("mode", ["RGB", "CMYK", "L"])
def test_broken_colour_profile_is_dropped(profile, mode):
    picture = cleaned(photo("JPEG", mode=mode, colour=0, icc_profile=profile))
    assert picture.mode == "RGB"
    assert "icc_profile" not in picture.info


def test_profile_that_does_not_fit_is_dropped():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert cleaned(photo("JPEG", mode="CMYK", colour=0, icc_profile=profile)).mode == "RGB"


def test_colours_of_another_space_are_brought_to_srgb():
    lab = ImageCms.createProfile("LAB")
    content = photo("PNG", icc_profile=ImageCms.ImageCmsProfile(lab).tobytes())
    assert cleaned(content, "x.png").mode == "RGB"


@pytest.mark.parametrize("kind", EXTENSIONS)
def test_place_and_camera_are_taken_out(kind):
    exif = Image.Exif()
    exif[MAKE] = "SpyCam 3000"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (52.0, 31.0, 12.0)
    content = photo(kind, exif=exif.tobytes())
    assert b"SpyCam" in content
    upload = clean_picture(ContentFile(content, "x"))
    assert b"SpyCam" not in upload.read()
    picture = Image.open(upload)
    assert not picture.getexif()
    assert not {"exif", "xmp", "comment", "photoshop"} & picture.info.keys()


def test_place_and_camera_are_taken_out_of_animations():
    exif = Image.Exif()
    exif[MAKE] = "SpyCam 3000"
    frames = [Image.new("RGB", (40, 30), shade) for shade in ("red", "green")]
    content = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], exif=exif.tobytes(), xmp=b"SpyCam")
    assert content.count(b"SpyCam") == 2
    upload = clean_picture(ContentFile(content, "x"))
    assert b"SpyCam" not in upload.read()
    assert Image.open(upload).n_frames == 2


def test_comments_and_texts_are_taken_out():
    assert b"secret" not in clean_picture(ContentFile(photo("JPEG", comment=b"secret"), "x")).read()
    frames = [Image.new("RGB", (40, 30), shade) for shade in ("red", "green")]
    animation = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], comment=b"secret")
    assert b"secret" in animation
    assert b"secret" not in clean_picture(ContentFile(animation, "x")).read()
    info = PngInfo()
    info.add_text("Author", "secret")
    assert b"secret" not in clean_picture(ContentFile(photo("PNG", pnginfo=info), "x")).read()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_is_turned_upright(kind):
    picture = Image.new("RGB", (120, 80), "white")
    picture.paste("red", (0, 0, 60, 80))  # the left half, which is the top when it hangs right
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    upright = cleaned(encoded(picture, kind, exif=exif.tobytes()))
    assert upright.size == (80, 120)
    assert upright.convert("RGB").getpixel((40, 10))[1] < 60
    assert upright.convert("RGB").getpixel((40, 110))[1] > 200


def test_transparency_is_kept():
    picture = cleaned(photo("PNG", mode="RGBA", colour=(0, 0, 0, 0)), "x.png")
    assert picture.mode == "RGBA"
    assert picture.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA"])
def test_every_colour_mode_of_png_passes(mode):
    assert cleaned(photo("PNG", mode=mode, colour=0), "x.png").mode in ("RGB", "RGBA")


def test_very_large_pictures_are_made_smaller():
    assert max(cleaned(photo("JPEG", size=(5000, 1000))).size) == 3200


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1)])
def test_odd_sizes_pass(size):
    assert cleaned(photo("PNG", size=size), "x.png").size == size
