"""The smallest project of designers' files that has nothing wrong with it, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.runtime.designers import project
from bot.runtime.designers.check.run import check
from bot.runtime.designers.domain import read_domain
from bot.runtime.designers.findings import Finding
from bot.runtime.designers.lint.run import lint
from bot.runtime.designers.project import Project

TODAY = date(2026, 11, 22)

PROVIDED = {"utter_parcel": ("eta", "title"), "utter_other_ask_invoice": (), "utter_late": ()}

_PHRASES = """\
forbidden:
- {say: 别着急, better: 我理解您着急。}
empty_promises:
- {say: 尽快, with_time: true, better: 说出时间。}
- {say: 保证, better: 去掉它。, except: [保证金]}
- {say: 肯定…到, better: 改成预计。}
blame:
- {say: 快递…的问题, better: 我来核实。}
due:
- {say: 会…处理, better: 加上什么时候。}
not_due: [不会, 会员]
times:
  variables: [eta]
  words: [当场]
length: {text: 40, steps: 60}
"""

_DOMAIN = """\
version: "3.1"

#   utter_late()

slots:
  order_id:
    type: text
    influence_conversation: false
    mappings:
    - type: custom

responses:
  utter_empathy_worried:
  - text: 您的担心我明白。
  - text: 听得出您心里挂着这件事。
  - text: 遇到这种情况谁都会有点慌。
  utter_empathy_dissatisfied:
  - text: 真抱歉让您不痛快了。
  - text: 给您添堵了，对不起。
  - text: 您的不满我记下了。
  utter_empathy_complain_delay:
  - text: 让您等了这么久，抱歉。
  - text: 盼着东西却不见到，不好受。
  - text: 耽误您了，对不起。
  utter_late:
  - text: 比承诺的日子晚了，让您久等了。
"""

_PARCEL = """\
version: "3.1"

#   utter_parcel(eta, title)
#   utter_other_ask_invoice()

intents:
- ask_parcel
- complain_delay
- ask_invoice
- thanks

actions:
- action_tell_parcel

entities:
- order_id

responses:
  utter_parcel:
  - text: 「{title}」预计{eta}送达。
    buttons:
    - {title: 开发票, payload: /ask_invoice}
  - text: |-
      查到了：
      「{title}」在路上，预计{eta}到您那里。
    buttons:
    - {title: 开发票, payload: /ask_invoice}
  utter_other_ask_invoice:
  - text: 发票请同事来开，要转给同事吗？
  utter_thanks:
  - text: 不客气，能帮上您我也高兴。
"""

_ACTION = """\
class ActionTellParcel:
    title = "action_tell_parcel"

    async def answer(self, turn):
        if turn.intent == "ask_invoice":
            turn.say(f"utter_other_{turn.intent}")
        else:
            tell(turn)


def tell(turn):
    turn.remember(order_id=None)
    turn.say(LATE if turn.late else "utter_parcel")
    if said(turn.before, "utter_thanks"):
        turn.hand_off("asked")


LATE = "utter_late"
EMPATHY = f"utter_empathy_{LATE}"
"""

_RULES = """\
version: "3.1"

rules:
- rule: parcel / customer asks where it is / told
  steps:
  - intent: ask_parcel
  - action: action_tell_parcel
- rule: parcel / customer complains / told
  steps:
  - intent: complain_delay
  - action: action_tell_parcel
- rule: parcel / customer asks for an invoice / told
  steps:
  - intent: ask_invoice
  - action: action_tell_parcel
- rule: parcel / customer thanks / thanked back
  steps:
  - intent: thanks
  - action: utter_thanks
"""

_TALK = """\
对话:
- 客户: 我的包裹第1回到哪了
  意图: ask_parcel
"""

_SYSTEM = """\
customer:
  queued: 已经帮您排上队，前面还有 {ahead} 位。
desk:
  reason:
    asked: 客户要求人工
  first_line:
    late: "{name}您好，“{title}”的情况我看到了，10 分钟内给您回话。"
results:
- {code: refund, title: 同意退款, promise: 同事已经登记退款，3 个工作日内原路退回}
"""


def examples(intent: str, words: str) -> str:
    """Thirty examples, all different."""
    lines = "\n".join(f"    - {words.format(number)}" for number in range(30))
    return f"- intent: {intent}\n  examples: |\n{lines}\n"


FILES: Mapping[str, str] = {
    "config.yml": "recipe: default.v1\n",
    "endpoints.yml": "action_endpoint: {url: x}\n",
    "domain.yml": _DOMAIN,
    "domain/parcel.yml": _PARCEL,
    "data/lint/phrases.yml": _PHRASES,
    "data/nlu/parcel.yml": 'version: "3.1"\n\nnlu:\n'
    + examples("ask_parcel", "我的包裹第{}回到哪了")
    + examples("complain_delay", "催第{}遍了还没到")
    + examples("ask_invoice", "第{}张发票怎么开")
    + examples("thanks", "谢谢你第{}次"),
    "data/rules/parcel.yml": _RULES,
    "data/labels.yml": "ask_parcel: logistics\ncomplain_delay: delivery_delay\nask_invoice: invoice\nthanks: thanks\n",
    "data/choices.yml": "ask_parcel: 查包裹\ncomplain_delay: 催配送\nask_invoice: 开发票\n",
    "data/intents.yml": "thanks: 道谢\n",
    "data/replies/system.yml": _SYSTEM,
    "data/emotions/angry.yml": "emotion: angry\nexamples: |\n  - 气死我了\n  - 别碰我\n",
    "actions/parcel.py": _ACTION,
    "tests/dialogue/a-parcel-is-found.yml": _TALK,
}


class TinyProject:
    """The project in a folder; a change names the file and the piece of text it replaces."""

    def __init__(self, root: Path) -> None:
        """Write every file."""
        self.root = root
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        """A whole file."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace a piece of text that stands there exactly once."""
        text = (self.root / name).read_text("utf-8")
        assert text.count(old) == 1, f"{name}: {text.count(old)} x {old}"
        self.write(name, text.replace(old, new))

    def line(self, name: str, piece: str) -> int:
        """The line a piece of text stands on, from 1; the last one when there are several."""
        text = (self.root / name).read_text("utf-8")
        return text.count("\n", 0, text.rindex(piece)) + 1

    def load(self) -> Project:
        """As the commands read it."""
        return project.load(self.root, PROVIDED)

    def lint(self) -> list[Finding]:
        """What `jiezhu lint` finds."""
        found = self.load()
        return lint(found, read_domain(found), TODAY)

    def check(self) -> list[Finding]:
        """What `jiezhu check` finds."""
        found = self.load()
        return check(found, read_domain(found), TODAY)
