"""The demo shop's product pages: facts, stock, and what things cost today. All of it is invented."""

from __future__ import annotations

from datetime import date, timedelta

from bot.adapters.demo_shop_catalogue import PRODUCTS
from bot.commerce.products import Product, Variant
from bot.kernel.money import Fen

CHEAPER_EVERY = 4
"""Every so many products cost a tenth less today than they did, so that a price difference can be asked for."""

SOLD_OUT_EVERY = 7
"""Every so many kinds are sold out, more coming in three days."""

# In the order of PRODUCTS.
_FACTS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("材质", "100%棉，磨毛工艺"), ("洗涤", "30℃以下轻柔机洗，可低温烘干"), ("包含", "被套1、床单1、枕套2")),
    (("填充", "95%白鹅绒"), ("洗涤", "建议干洗，请勿暴晒"), ("收纳", "附收纳袋")),
    (("材质", "慢回弹记忆棉，外套可拆洗"), ("高度", "低侧9cm，高侧11cm")),
    (("材质", "内胆316不锈钢"), ("保温", "沸水6小时后不低于62℃"), ("保修", "1年")),
    (("电池", "充满约用12次，Type-C充电"), ("杯身", "可水洗，主机请勿浸水"), ("保修", "1年")),
    (("容量", "5升，适合3到5人"), ("功率", "1500W"), ("保修", "整机1年")),
    (("容量", "3升，适合2到4人"), ("预约", "最长24小时"), ("保修", "整机1年")),
    (("材质", "内胆304不锈钢"), ("焖烧", "煮粥约3小时"), ("保修", "1年")),
    (("材质", "釉下彩陶瓷"), ("可用", "微波炉、洗碗机"), ("件数", "18件")),
    (("适用", "燃气灶、电磁炉"), ("涂层", "麦饭石色不粘涂层，请用木铲或硅胶铲")),
    (("风量", "8档，直流电机"), ("噪音", "最低档约25分贝"), ("保修", "整机1年")),
    (("水箱", "1.2升，约可用10小时"), ("用水", "凉白开或纯净水"), ("保修", "1年")),
    (("照度", "国AA级"), ("色温", "3000K到5000K无极调节"), ("保修", "2年")),
    (("成分", "大豆蜡"), ("燃烧", "单只约20小时")),
    (("材质", "100%棉，500克/平方米"), ("等级", "A类")),
    (("材质", "聚酯纤维羊羔绒"), ("洗涤", "30℃以下机洗，请勿漂白")),
    (("材质", "棉布鞋面，防滑橡胶底"), ("尺码", "偏小，建议拍大一码")),
    (("材质", "100%棉，420克重磅"), ("尺码", "宽松版，按平时尺码选")),
    (("成分", "50%羊毛，50%聚酯纤维"), ("洗涤", "仅可干洗")),
    (("成分", "棉98%，氨纶2%"), ("洗涤", "首次单独冷水洗，深色会略掉色")),
    (("鞋面", "透气网布"), ("尺码", "标准码，脚宽选大半码")),
    (("尺寸", "45×30×16cm，可放15.6英寸电脑"), ("面料", "防泼水涤纶")),
    (("尺寸", "55×36×22cm，符合多数航司登机要求"), ("锁", "TSA密码锁"), ("保修", "轮子、拉杆3年")),
    (("材质", "100%棉，A类"), ("适合", "66码约3到6个月，73码约6到12个月")),
    (("材质", "食品级硅胶"), ("可用", "微波炉、洗碗机、蒸锅")),
    (("材质", "内胆316不锈钢"), ("保温", "6小时"), ("保修", "1年")),
    (("材质", "榉木，水性漆"), ("适合", "3岁以上")),
    (("容量", "4升，约1.8千克猫粮"), ("供电", "适配器加3节干电池备用"), ("保修", "1年")),
    (("尺寸", "60×25×22cm"), ("赠品", "猫薄荷1包")),
    (("续航", "单次6小时，含充电盒28小时"), ("降噪", "约42分贝"), ("保修", "1年")),
    (("容量", "20000毫安时，可带上飞机"), ("接口", "Type-C一个，USB-A两个"), ("保修", "1年")),
    (("轴体", "支持五脚热插拔"), ("连接", "有线、蓝牙、2.4G"), ("保修", "1年")),
    (("适合", "4到13英寸的手机和平板"), ("材质", "铝合金")),
    (("尺寸", "185×80cm，厚10mm"), ("材质", "NBR，附收纳带")),
    (("续航", "约6小时"), ("按摩头", "4个"), ("保修", "1年")),
    (("肤质", "各种肤质，敏感肌请先在耳后试用"), ("保质期", "3年，开封后12个月")),
    (("用法", "毛巾擦至半干后取2到3泵"), ("保质期", "3年")),
    (("冲泡", "冷热水均可，3秒溶解"), ("保质期", "18个月")),
    (("配料", "核桃、巴旦木、腰果、蔓越莓等"), ("过敏", "含坚果，过敏者请勿食用"), ("保质期", "8个月")),
    (("产地", "福建安溪"), ("保质期", "24个月，密封避光")),
)


def sku_of(title: str) -> str:
    """The number of a product of the catalogue."""
    return f"JZP{[product[0] for product in PRODUCTS].index(title) + 1:03d}"


def pages_of(today: date) -> tuple[Product, ...]:
    """Every product as its page shows it on a day."""
    pages, kinds_so_far = [], 0
    for at, ((title, kinds, fen), facts) in enumerate(zip(PRODUCTS, _FACTS, strict=True), 1):
        variants = []
        for kind in kinds:
            kinds_so_far += 1
            gone = kinds_so_far % SOLD_OUT_EVERY == 0
            restock_on = today + timedelta(days=3) if gone else None
            variants.append(Variant(kind, 0 if gone else 6 + kinds_so_far * 5 % 80, restock_on))
        price = Fen(fen * 9 // 10 if at % CHEAPER_EVERY == 0 else fen)
        pages.append(Product(sku_of(title), title, price, tuple(variants), facts))
    return tuple(pages)
