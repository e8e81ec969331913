import { translator } from '../core/i18n'

/** Words of the customer's page. */
export const t = translator({
  'log.label': '聊天记录',
  'log.newBelow': '回到最新消息',
  'log.loading': '正在打开聊天记录…',
  'log.starters': '常见问题',
  'log.hello': '您好，我是智能助手小接。查订单、查物流、问退换货，直接告诉我就行；需要人工，点右上角「转人工」。',

  'who.bot': '智能助手小接',
  'who.agent': '客服 {name}',
  'who.someone': '客服',
  'who.system': '系统',

  'header.bot': '在线，随时为您解答',
  'header.waiting': '正在为您接通人工客服',
  'header.agent': '人工客服正在为您服务',
  'header.parked': '已为您登记，客服会来联系您',
  'header.closed': '服务已结束，可继续留言',
  'header.human': '转人工',
  'header.humanAsked': '正在转接…',
  'header.close': '收起聊天窗口',

  'link.connecting': '正在连接客服…',
  'link.offline': '网络断开，正在重连，内容会保留',
  'link.refused': '连接已停止',

  'problem.replaced': '您已在另一个窗口打开客服，这里先暂停。',
  'problem.replacedAction': '在这里继续',
  'problem.origin': '当前网页暂不能使用在线客服，请从店铺页面进入。',
  'problem.version': '客服页面已更新，刷新后即可继续。',
  'problem.versionAction': '刷新',
  'problem.identity': '登录状态已失效，请回到店铺页面重新登录后再来。',
  'problem.identityAction': '重试',
  'problem.anonymous': '暂时没能确认您的身份，可以先咨询；要查订单，请稍后刷新页面再试。',
  'problem.gotIt': '知道了',

  'wait.next': '下一位就是您',
  'wait.ahead': '您前面还有 {n} 位',
  'wait.unknown': '正在为您安排人工客服',
  'wait.time': '预计等待 {range}',
  'wait.goOn': '可以继续留言，客服接入后都能看到',
  'wait.leave': '返回智能助手',
  'wait.parked': '{at} 前联系您',
  'wait.parkedLate': '客服会尽快联系您',
  'wait.parkedGoOn': '客服会回到这里找您，可以先忙别的',
  'wait.leaving': '正在返回…',

  'typing.bot': '小接正在输入',
  'typing.agent': '{name}正在输入',

  'state.sending': '发送中',
  'state.delivered': '已送达',
  'state.read': '已读',
  'state.undelivered': '未送达',
  'state.resend': '重发',
  'state.tooBig': '消息太长，没能送出',

  'state.remove': '移除',

  'photo.offline': '网络不通，图片没有送出',
  'photo.dropHere': '松开鼠标，把图片放进来',

  'composer.photo': '发送图片',
  'composer.photos': '待发送的图片',
  'composer.removePhoto': '移除第 {n} 张图片',
  'composer.notAnImage': '这里只能发图片，请选择照片或截图',
  'composer.manyPhotos': '一次最多发 {n} 张图片',
  'composer.placeholder': '请描述您的问题',
  'composer.label': '输入消息',
  'composer.send': '发送',
  'composer.left': '还可输入 {n} 字',
  'composer.full': '已到 {n} 字上限，请分几条发送',
})

/** First questions offered while nothing has been said; they are sent as typed. */
export const STARTERS = ['我的快递到哪了', '查看我的订单', '怎么退货退款']
