"""What the people of a drill type: everyday lines. None has to be understood for the drill to mean anything."""

from __future__ import annotations

CUSTOMER = (
    "你好",
    "我的快递到哪了",
    "什么时候发货",
    "怎么退货",
    "退款多久能到账",
    "有没有优惠券",
    "可以开发票吗",
    "这个怎么洗",
    "我想改一下收货地址",
    "会员有什么权益",
    "支持货到付款吗",
    "谢谢",
)

TO_AN_AGENT = (
    "好的,麻烦您看一下",
    "嗯嗯,我在",
    "订单就是上面那个",
    "大概还要多久",
    "那我等您消息",
    "可以的",
)

AGENT = (
    "您好,我来帮您看",
    "请稍等,我查一下",
    "已经帮您催了仓库",
    "今天会有结果,我记下了",
    "还有什么可以帮您",
)
