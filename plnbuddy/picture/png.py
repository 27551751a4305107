"""The picture of a network as PNG, by resvg (the extra `plnbuddy[png]`)."""

from plnbuddy.core.errors import PlnbuddyError
from plnbuddy.picture.svg import draw_svg
from plnbuddy.shape.shape import Shape

PNG_WIDTH = 2400  # sharp on a slide that fills a screen


def draw_png(shape: Shape, *, width: int = PNG_WIDTH) -> bytes:
    """The same picture as `draw_svg`, as PNG, `width` pixels wide.

    Names appear in the fonts of this computer.

    Raises:
        PlnbuddyError: the extra that draws PNG is not installed.
    """
    try:
        import resvg_py
    except ImportError as error:
        raise PlnbuddyError(
            "Drawing PNG needs one more package.",
            "Install it with: pip install 'plnbuddy[png]', or write the picture with --svg FILE.",
        ) from error
    return bytes(resvg_py.svg_to_bytes(svg_string=draw_svg(shape), width=width))
