import { translator } from '../core/i18n'

/** Words of the parts that both pages show. */
export const t = translator({
  'order.number': '订单号 {id}',
  'order.label': '订单：{title}，{status}',
  'order.paid': '实付',
  'order.quantity': '× {n}',
  'order.placed': '{at} 下单',
  'order.late': '已延误',
  'order.pick': '选择这个订单',
  'order.list': '共 {n} 个订单，可上下滑动',
  'parcel.label': '物流：{carrier}，{status}',
  'parcel.late': '已延误 {n} 天',
  'parcel.lateToday': '已延误',
  'parcel.more': '展开全部 {n} 条物流',
  'parcel.less': '收起',
  'parcel.copy': '复制运单号',
  'parcel.copied': '已复制',
  'parcel.none': '暂时没有物流记录',
  'parcel.newest': '最新',
  'replies.label': '快捷回复',
  'link.opens': '（在新窗口打开）',
})
