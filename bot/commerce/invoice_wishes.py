"""What customers say about invoices: the kind, whom it is made out to, the tax number, and what they want to know."""

from __future__ import annotations

import re
from enum import Enum

from bot.commerce.invoices import Invoice, InvoiceKind
from bot.kernel.clock import spoken_time

PERSONAL_TITLE = "个人"
"""The title of an invoice to a person who gives no name."""

_SPECIAL = re.compile(r"专票|专用发票|增值税(?:发?票)?|增票|[换转开]专")
_PERSONAL = re.compile(r"个人(?!.{0,4}(?:换|改|转)成?(?:公司|单位|企业))|开(?:给)?我(?:自己|本人)")
_COMPANY = re.compile(
    r"(?<![寄送]到)(?<![寄送]到我)(?<![寄送]到我们)(?:公司|单位|企业)|税号|识别号|对公"
    r"|抬头.{0,3}(?:是|写|开).{2,}(?:厂|店|行|校|院|园|会|所)"
)
_NOT_SPECIAL = re.compile(r"不(?:用|要|开|是)开?(?:增值税)?专|普通发票|普票(?!换)")
_ORGANISATION = (
    r"(?:有限责任公司|股份有限公司|有限公司|分公司|公司|集团|工作室|事务所|经营部|商行|合作社|幼儿园|研究[院所]|大学|"
    r"学院|中学|小学|学校|医院|委员会|工会|协会|中心|银行|酒店|药店|工厂|厂|超市|饭店|商店|门店|餐厅)"
)
_TITLE = re.compile(
    r"(?:抬头|公司名称?|单位名称?|名称|开给|公司叫|单位叫)(?:就|要)?"
    r"(?:改成|换成|开成?|写成?|填|是|为|叫|[: ]|(?<=开给)){1,3}"
    r"(?P<title>[一-鿿A-Za-z0-9()·&-]{2,40})"
)
_COMPANY_NAME = re.compile(rf"(?P<title>[一-鿿A-Za-z0-9()·&-]{{2,30}}{_ORGANISATION})(?![一-鿿]{{0,2}}(?:名|抬头))")
_BEFORE_NAME = re.compile(
    r"^.*(?:开(?:给|成|一?张|发票)?给?|抬头(?:是|写|开|改成|换成)?|名称是?|叫做?|改成|换成|写成?|填|给|发票|一下|帮我|"
    r"(?:我们|单位|公司)是)"
)
_NO_TITLE = re.compile(
    r"^(?:我们?|你们?|本|贵|这个?|那个?|换|改|转|能|可以|要){0,3}(?:公司|单位|企业|学校|医院|集团|中心)$"
    r"|[错少换改发要我你不]|怎么|什么|多少|税号|抬头|票|报销|就行|可以"
)
_QUESTION = re.compile(r"[吗么呢?？]|怎么|什么|多久|几天|多少|能不能|可不可以|行不|是不是|要不要|为啥|咋")

TAX_NUMBER = re.compile(r"[0-9A-HJ-NPQRTUWXY]{15}(?:[0-9A-HJ-NPQRTUWXY]{2,3}|[0-9A-HJ-NPQRTUWXY]{5})?")
"""A taxpayer's number: 18 characters without I, O, S, V, Z (GB 32100-2015); 15, 17 or 20 of older kinds."""

_NUMBERISH = re.compile(r"(?<![0-9A-Za-z@._-])[0-9A-Za-z][0-9A-Za-z -]{6,28}[0-9A-Za-z](?![0-9A-Za-z@._-])")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_ORDER = re.compile(r"(?:JZ)?[0-9]{12}")
_LEAST_DIGITS = 6


class Asking(str, Enum):
    """What is asked about invoices in general; each has an answer of its own."""

    HOW_LONG = "how_long"
    PAPER = "paper"
    AMOUNT = "amount"
    SPECIAL = "special"
    CONTENT = "content"


_ASKED: tuple[tuple[Asking, re.Pattern[str]], ...] = (
    (Asking.PAPER, re.compile(r"纸质|纸的|随货|邮寄|寄(?:出来|给我|到|过来)|盖章|专用章|实体")),
    (Asking.AMOUNT, re.compile(r"(?:运费|积分|[优抵]惠?券|满减|红包|礼品卡)(?!谁)|实付|原价|金额|全额|少开|开多少")),
    (Asking.CONTENT, re.compile(r"明细|品名|内容|型号|清单|备注栏|项目编号|办公用品|耗材")),
    (Asking.HOW_LONG, re.compile(r"多久|几天|什么时候|啥时候|多长时间|几时|快不快")),
    (
        Asking.SPECIAL,
        re.compile(
            r"(?:专票|专用发票|增值税).{0,8}(?:资料|材料|什么|吗|不$|行|条件|流程)"
            r"|(?:能|可以).{0,4}(?:专票|专用发票)"
        ),
    ),
)
_OTHER_MATTERS = re.compile(
    r"保修|质保|三包|退[款货钱]|换货|发货|到货|到账|差价|物流|包裹|快递(?!纸)|库存|有货|补货|保质期|谁出"
)
"""What is asked of these in the middle of an invoice is not asked of the invoice, unless that is named, too."""
_OF_INVOICES = re.compile(r"票|抬头")
_TO_BE_MENDED = re.compile(
    r"(?:抬头|税号|名字|公司名|名称|邮箱|金额|数量|票面|开).{0,6}(?:错|不对|少了|少打|不一致)|"
    r"换(?:开|抬头|成(?:公司|单位|个人|专))|重[开打新]|作废|红冲|改(?:抬头|邮箱|税号|成公司|成单位)|"
    r"(?:抬头|税号|邮箱|名称)[^，。]{0,2}(?:改|换)|换个邮箱|普票换专票"
)
_BANKING = re.compile(r"(?:开户|银行|账号|帐号|卡号).*$", re.DOTALL)
"""Where the bank begins, no title follows: its own name looks like one."""

_ACCOUNT = re.compile(r"(?:账号|帐号|卡号|账户|电话|手机号?)(?:是|为|:)?[ ]{0,2}$")
_LABEL = re.compile(r"税号|识别号|信用代码")
_BANK = re.compile(r"开户|账号|帐号|银行")
_DETAILS_FROM = re.compile(r"(?:(?:单位|公司|注册)?地址|电话|开户|银行).*", re.DOTALL)
_SHORTEST_DETAILS = 12
_MAIL = re.compile(
    r"[0-9A-Za-z._%+-]{1,64}(?:@|[艾点]特|at)?[0-9A-Za-z.-]{0,64}(?:点|\.)(?:com|cn|net)|[^\s@]{0,64}@[^\s@]{0,64}|"
    r"[0-9A-Za-z]{0,64}(?:qq|163|126)[0-9A-Za-z.]{0,64}"
)
_GO_AHEAD = re.compile(r"(?:那|就|可以){0,3}(?:开|提交|申请)(?:吧|呗|了|票吧)?[。.!！]?")
_NOT_COME = re.compile(
    r"没(?:有)?(?:收到|给|看到|开)|收不到|开好没|开好了|到了没|打不开|空白|失效|催|哪里下载|在哪(?:看|下)|呢[?？]?$|什么时候(?:开|发|给)好"
)


def kind_named(text: str) -> InvoiceKind | None:
    """The kind the words ask for."""
    if _SPECIAL.search(text) and not _NOT_SPECIAL.search(text):
        return InvoiceKind.SPECIAL
    if _PERSONAL.search(text):
        return InvoiceKind.PERSONAL
    return InvoiceKind.COMPANY if _COMPANY.search(text) or _company(text) else None


def title_named(text: str, *, asked: bool) -> str | None:
    """Whom the invoice is to be made out to.

    Args:
        asked: whether that is what the customer was just asked: then a short text is the title itself.
    """
    told = _BANKING.sub("", text).strip(" ,，。.!！;；")
    match = _TITLE.search(told)
    if match is not None and not _bad_title(match["title"]) and not _QUESTION.search(told):
        return _clean(match["title"])
    if (company := _company(told)) is not None and not _QUESTION.search(told):
        return company
    if (
        asked
        and told == text.strip(" ,，。.!！;；")
        and re.fullmatch(r"[一-鿿A-Za-z0-9()·& -]{2,40}", told)
        and not _QUESTION.search(told)
    ):
        return None if _bad_title(told) or tax_number_like(told) else told
    return None


def tax_number_like(text: str) -> str | None:
    """What in a text is meant as a tax number, well-formed or not, in capitals; telephone numbers are not."""
    for match in _NUMBERISH.finditer(text):
        number = re.sub(r"[ -]", "", match[0]).upper()
        if _ACCOUNT.search(text[: match.start()]):
            continue
        if sum(char.isdigit() for char in number) >= _LEAST_DIGITS and not (
            _MOBILE.fullmatch(number) or _ORDER.fullmatch(number)
        ):
            return number
    return None


def wants_ordinary(text: str) -> bool:
    """Whether the words turn away from a 专票 to an ordinary invoice."""
    return bool(_NOT_SPECIAL.search(text))


def goes_ahead(text: str) -> bool:
    """Whether a short word orders what was just repeated back ("开吧")."""
    return bool(_GO_AHEAD.fullmatch(text))


def asked_about(text: str) -> Asking | None:
    """The general question a text asks about invoices, or None."""
    if not _QUESTION.search(text) and not re.search(r"纸质|不要电子|明细|不$", text):
        return None
    if _OTHER_MATTERS.search(text) and not _OF_INVOICES.search(text):
        return None
    return next((about for about, words in _ASKED if words.search(text)), None)


def to_be_mended(text: str) -> bool:
    """Whether an invoice that was made out is to be made out anew."""
    return bool(_TO_BE_MENDED.search(text))


def has_not_come(text: str) -> bool:
    """Whether the customer waits for an invoice that was asked for."""
    return bool(_NOT_COME.search(text))


def invoice_words(invoice: Invoice) -> dict[str, str]:
    """The facts of an invoice that its responses may name; the e-mail is masked (playbook H2)."""
    name, _, host = invoice.email.partition("@")
    return {
        "number": invoice.number,
        "invoice_title": invoice.title,
        "email": f"{name[:1]}***@{host}",
        "issued": spoken_time(invoice.issued_at) if invoice.issued_at else "",
    }


def names_tax_number(text: str) -> bool:
    """Whether a number in the text is called a tax number."""
    return bool(_LABEL.search(text))


def company_details(text: str, *, asked: bool) -> str | None:
    """Address, telephone, bank and account of a company, as they were written; None when no bank is among them.

    Args:
        asked: whether that is what the customer was just asked: then all of the text is meant.
    """
    if not _BANK.search(text) or not any(char.isdigit() for char in text):
        return None
    told = _DETAILS_FROM.search(text)
    words = text if asked else told[0] if told else ""
    return words if len(words) >= _SHORTEST_DETAILS else None


def email_like(text: str) -> str | None:
    """What in a text is meant as an e-mail address, well-formed or not."""
    meant = _MAIL.search(text)
    return meant[0] if meant else None


def _company(text: str) -> str | None:
    for match in _COMPANY_NAME.finditer(text):
        name = _BEFORE_NAME.sub("", match["title"])
        if not _bad_title(name) and len(name) > _SHORTEST_COMPANY:
            return name
    return None


_SHORTEST_COMPANY = 4


def _bad_title(title: str) -> bool:
    return bool(_NO_TITLE.search(title))


def _clean(title: str) -> str:
    return re.sub(r"(?:税号|识别号|邮箱|发到?).*$|(?:的|就行|就可以|谢谢)$", "", title)
