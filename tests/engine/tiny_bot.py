"""A small shop assistant in a folder of its own, for the tests of the engine: five intents, a handful of rules."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

DOMAIN = """
version: "3.1"
session_config:
  session_expiration_time: 0
  carry_over_slots_to_new_session: true
slots:
  order_id: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  topic: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  misses: {type: float, initial_value: 0, influence_conversation: false, mappings: [{type: custom}]}
  offer: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  decision: {type: any, influence_conversation: false, mappings: [{type: custom}]}
entities: [order_id, tracking_no]
responses:
  utter_empathy_worried:
  - text: 让您担心了，我马上帮您看。
  utter_empathy_dissatisfied:
  - text: 这事确实让人不舒服，抱歉。
  utter_empathy_ask_logistics:
  - text: 包裹迟迟不到，换谁都会着急。
"""

SMALLTALK_DOMAIN = """
version: "3.1"
intents: [greet, thanks]
responses:
  utter_greet:
  - text: |-
      您好，我是小接。

      请问有什么可以帮您?
    buttons:
    - title: 查物流
      payload: /ask_logistics
  utter_thanks:
  - text: 不客气。
"""

ORDERS_DOMAIN = """
version: "3.1"
intents: [ask_logistics, choose_order, ask_human]
actions: [action_tell_logistics, action_choose_order, action_ask_human, action_miss]
responses:
  utter_logistics:
  - text: "{carrier}的包裹已到杭州。"
    buttons:
    - title: 转人工
      payload: /ask_human
"""

SMALLTALK_NLU = """
version: "3.1"
nlu:
- intent: greet
  examples: |
    - 你好
    - 您好呀
    - 在吗
    - 有人在吗
    - 早上好
    - 哈喽
    - 亲在不在
- intent: thanks
  examples: |
    - 谢谢
    - 谢谢你
    - 多谢啦
    - 好的谢谢
    - 辛苦了
    - 感谢感谢
    - 太感谢了
"""

ORDERS_NLU = """
version: "3.1"
nlu:
- intent: ask_logistics
  examples: |
    - 我的快递到哪了
    - 包裹现在在哪里
    - 查一下物流
    - 物流怎么不动了
    - 快递什么时候能到
    - 帮我看看快递到哪里了
    - 订单[JZ251118000123](order_id)的快递呢
- intent: ask_human
  examples: |
    - 转人工
    - 我要找人工客服
    - 给我换个真人
    - 叫你们客服来
    - 人工人工
    - 不要机器人
    - 找个活人跟我说
"""

RULES = """
version: "3.1"
rules:
- rule: greet
  steps:
  - intent: greet
  - action: utter_greet
- rule: thanks
  steps:
  - intent: thanks
  - action: utter_thanks
- rule: logistics
  steps:
  - intent: ask_logistics
  - action: action_tell_logistics
- rule: choose order
  steps:
  - intent: choose_order
  - action: action_choose_order
- rule: human
  steps:
  - intent: ask_human
  - action: action_ask_human
- rule: not understood
  steps:
  - intent: nlu_fallback
  - action: action_miss
"""

STORIES = """
version: "3.1"
stories:
- story: greeting and parcel
  steps:
  - intent: greet
  - action: utter_greet
  - intent: ask_logistics
  - action: action_tell_logistics
"""

ANGRY = """
version: "3.1"
emotion: angry
examples: |
  - 你们可真会做生意
  - 当我好糊弄是吧
  - 就没见过你们这样办事的
  - 合着我是来给你们当孙子的
  - 把人耍得团团转很有意思吗
  - 做人要讲良心
"""

FILES = {
    "data/emotions/angry.yml": ANGRY,
    "domain.yml": DOMAIN,
    "domain/smalltalk.yml": SMALLTALK_DOMAIN,
    "domain/orders.yml": ORDERS_DOMAIN,
    "data/nlu/smalltalk.yml": SMALLTALK_NLU,
    "data/nlu/orders.yml": ORDERS_NLU,
    "data/rules/all.yml": RULES,
    "data/stories/all.yml": STORIES,
}


def write(folder: Path) -> Path:
    """Write the bot into a folder, with the project's own ``config.yml``."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip(), encoding="utf-8")
    (folder / "config.yml").write_text((PROJECT / "config.yml").read_text(encoding="utf-8"), encoding="utf-8")
    return folder
