"""A skill's dialogue as a picture: what is in it, and that it can be read."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from support.tiny_project import FILES, TinyProject

from bot.kernel.errors import BadInput
from bot.runtime.designers.domain import read_domain
from bot.runtime.designers.drawing.graph import Box, Drawing, Node, draw
from bot.runtime.designers.drawing.layout import GAP, place
from bot.runtime.designers.drawing.page import page
from bot.runtime.designers.drawing.spoken import Spoken, spoken_by_actions
from bot.runtime.designers.drawing.svg import svg, wrapped

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def tiny(tmp_path: Path) -> TinyProject:
    """A project with one skill."""
    return TinyProject(tmp_path)


def drawn(tiny: TinyProject) -> Drawing:
    """The graph of its skill."""
    files = tiny.load()
    return draw(files, read_domain(files), "parcel")


def test_what_an_action_may_say_is_read_from_its_code(tiny: TinyProject) -> None:
    """Through the functions and constants it uses; asking whether something was said is not saying it."""
    said = spoken_by_actions(tiny.load())

    assert said == {
        "action_tell_parcel": Spoken(("utter_parcel", "utter_late"), ("utter_other_",), hands_off=True),
    }


def test_functions_of_other_files_belong_to_what_is_said(tiny: TinyProject) -> None:
    """As they are imported."""
    tiny.write("actions/helping.py", 'def help_out(turn):\n    turn.say("utter_thanks")\n')
    code = FILES["actions/parcel.py"].replace("tell(turn)\n\n", "help_out(turn)\n\n", 1)
    tiny.write("actions/parcel.py", f"from actions.helping import help_out\n\n\n{code}")

    assert spoken_by_actions(tiny.load())["action_tell_parcel"].responses == ("utter_thanks",)


def test_a_picture_goes_from_the_customers_words_to_the_answers(tiny: TinyProject) -> None:
    """Titles and examples, the action, its own skill's responses with buttons, and the person it may call."""
    asked = drawn(tiny).roots[0]

    assert asked.box == Box(
        "customer", "客户：查包裹", ("“我的包裹第0回到哪了”", "“我的包裹第1回到哪了”"), "ask_parcel"
    )
    (action,) = asked.next
    assert action.box == Box("action", "小接查一查再答", ("也会说别处的话：domain 1句",), "action_tell_parcel")
    assert action.maybe
    assert [node.box.name or node.box.heading for node in action.next] == [
        "utter_parcel",
        "utter_other_ask_invoice",
        "转给同事",
    ]
    assert action.next[0].box.heading == "小接（2种说法）"
    assert action.next[0].box.buttons == ("开发票",)


def test_paths_that_go_on_alike_share_their_boxes(tiny: TinyProject) -> None:
    """Two intents that lead to one action lead to one box; beginnings that are alike are one."""
    tiny.write(
        "data/stories/parcel.yml",
        "stories:\n- story: parcel / customer asks, then thanks / told\n  steps:\n  - intent: ask_parcel\n"
        "  - action: action_tell_parcel\n  - intent: thanks\n  - action: utter_thanks\n",
    )
    roots = {root.box.name: root for root in drawn(tiny).roots}

    assert len(roots) == 4
    assert roots["complain_delay"].next == roots["ask_invoice"].next
    (action,) = roots["ask_parcel"].next
    assert {answer.next[0].box.name for answer in action.next} == {"thanks"}


@pytest.mark.parametrize("skill, said", [("parcels", "现有的技能：.*parcel"), ("empty", "还没有规则")])
def test_a_skill_that_cannot_be_drawn_is_one_sentence(tiny: TinyProject, skill: str, said: str) -> None:
    """With the names there are, or what to write first."""
    tiny.write("domain/empty.yml", 'version: "3.1"\n')
    files = tiny.load()

    with pytest.raises(BadInput, match=said):
        draw(files, read_domain(files), skill)


def test_boxes_of_a_column_never_overlap() -> None:
    """Whatever hangs on whatever: three parents that share children of uneven height."""
    leaves = [Node(Box("reply", f"leaf {number}")) for number in range(5)]
    shared = Node(Box("action", "shared"), tuple(leaves[:3]))
    roots = (
        Node(Box("customer", "a"), (shared,)),
        Node(Box("customer", "b"), (shared, leaves[3])),
        Node(Box("customer", "c"), (leaves[4],)),
    )
    placed = place(Drawing("x", roots), lambda node: 40.0 + 30 * len(node.box.heading))

    assert min(one.top for one in placed.values()) == pytest.approx(0)
    assert len(placed) == 9
    for number in range(3):
        column = sorted((one for one in placed.values() if one.column == number), key=lambda one: one.top)
        for above, below in itertools.pairwise(column):
            assert below.top - (above.top + above.height) >= GAP - 0.01
    assert placed[leaves[0]].column == 2
    assert placed[leaves[4]].column == 1


def test_the_picture_is_whole_and_escapes_what_designers_write(tiny: TinyProject) -> None:
    """Well-formed, with nothing outside its edges, and needing no file but itself."""
    tiny.change("domain/parcel.yml", "不客气，", "<b>不客气</b> & ")
    text = svg(drawn(tiny), "技能 parcel")

    root = ElementTree.fromstring(text)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    boxes = [node.attrib for node in root.iter(f"{SVG}rect") if "rx" in node.attrib]
    assert boxes
    assert all(float(box["x"]) >= 0 and float(box["x"]) + float(box["width"]) <= width for box in boxes)
    assert all(float(box["y"]) >= 0 and float(box["y"]) + float(box["height"]) <= height for box in boxes)
    words = "".join(node.text or "" for node in root.iter(f"{SVG}text"))
    assert "<b>不客气</b>" in words
    assert "href" not in text


def test_long_text_is_wrapped_without_breaking_variables_or_beginning_with_a_comma() -> None:
    """As Chinese is set."""
    assert wrapped("一二三四五，六", 5) == ["一二三四五，", "六"]
    assert wrapped("一二三{title}四", 5) == ["一二三", "{title}四"]
    assert wrapped("") == []


def test_the_page_links_every_picture() -> None:
    """All skills below each other."""
    text = page([("parcel", "<svg/>"), ("help", "<svg/>")])

    assert text.count("<svg/>") == 2
    assert 'href="#help"' in text
    assert 'id="help"' in text
