/** The customer's side of the mock: a bot that knows a few words, and a queue that moves. */
import { orders, parcel, reading } from './data.mjs'

const BOT = { kind: 'bot', id: '', name: '小接' }
const SYSTEM = { kind: 'system', id: '', name: '' }

function answers(text) {
  const now = Date.now()
  const buttons = [
    { id: 'track', title: '查物流' },
    { id: 'refund', title: '申请退款' },
    { id: 'person', title: '转人工' },
  ]
  if (/订单$|哪些订单/.test(text)) {
    const list = orders(now).map((order) => ({
      ...order,
      choice: { id: `pick:${order.order_id}`, title: order.title },
    }))
    return [{ kind: 'order_choices', text: '您最近有 4 个订单，想看哪一个？', data: { orders: list } }]
  }
  if (/快递|物流|到哪/.test(text)) {
    return [
      { kind: 'text', text: '查到了，这个包裹比承诺时间晚了，很抱歉让您久等。' },
      { kind: 'logistics_card', text: '包裹在杭州转运中心，预计明天下午送达。', data: { ...parcel(now), buttons } },
    ]
  }
  const picked = orders(now).find((order) => text.includes(order.title))
  if (picked)
    return [{ kind: 'order_card', text: `${picked.title}：${picked.status_text}`, data: { ...picked, buttons } }]
  if (/退/.test(text)) {
    return [
      {
        kind: 'text',
        text: '签收后 7 天内可以申请无理由退货，详细说明见 https://shop.example/help/refund 。需要我帮您看看具体订单吗？',
        data: { buttons },
      },
    ]
  }
  return [{ kind: 'text', text: '我可以帮您查订单、查物流、说明退换货，也可以请人工客服。', data: { buttons } }]
}

export function customerProjection(event) {
  if (event.visibility !== 'all') return null
  const { staff: _staff, visibility: _visibility, ...rest } = event
  return {
    ...rest,
    actor: { ...event.actor, id: '' },
    client_id: event.actor.kind === 'customer' ? event.client_id : '',
  }
}

export class ChatSide {
  constructor(hub) {
    this.hub = hub
    this.pictures = new Map()
  }

  frame(socket, frame) {
    if (frame.t === 'hello') return this.hello(socket, frame)
    if (!socket.conversation) return socket.close(4400)
    const handler = {
      send: 'send',
      human: 'human',
      leave_queue: 'leave',
      typing: 'typing',
      read: 'read',
      ping: 'ping',
    }[frame.t]
    return handler
      ? this[handler](socket, frame)
      : socket.tell({ t: 'error', code: 'bad_input', message: '不认识的消息' })
  }

  hello(socket, { token, session, since }) {
    const known = session ? this.hub.sessions.get(session) : null
    if (session && !known) return socket.close(4401)
    const conversation = known ?? this.hub.conversationOf(token ?? '')
    const kept = session ?? `s_${Math.random().toString(36).slice(2)}`
    this.hub.sessions.set(kept, conversation)
    Object.assign(socket, { conversation, side: 'customer' })
    socket.tell({
      t: 'welcome',
      conversation: conversation.id,
      session: kept,
      now: Date.now(),
      customer: { name: conversation.customer.name, verified: conversation.customer.verified },
      last_seq: conversation.events.length,
      control: this.hub.controlForCustomer(conversation),
    })
    conversation.events
      .slice(since)
      .map(customerProjection)
      .filter(Boolean)
      .forEach((event) => socket.tell({ t: 'event', event }))
  }

  send(socket, frame) {
    const { conversation } = socket
    const again = conversation.seen.get(frame.client_id)
    if (again) return socket.tell({ t: 'ack', client_id: frame.client_id, seq: again })
    if (frame.text?.includes('拒收测试'))
      return socket.tell({ t: 'nack', client_id: frame.client_id, code: 'too_much', message: '发送太快了，请稍后再试' })
    const titles = { track: '查物流', refund: '申请退款', person: '转人工' }
    const choice =
      titles[frame.choice_id] ?? orders(0).find((order) => frame.choice_id === `pick:${order.order_id}`)?.title
    const text = frame.kind === 'choice' ? (choice ?? '选择') : frame.text
    const actor = { kind: 'customer', id: conversation.customer.customer, name: conversation.customer.name }
    const angry = /投诉|骗子|12315/.test(text)
    const staff = { reading: reading(angry ? 'angry' : 'neutral', angry ? 'high' : 'none', angry ? ['complaint'] : []) }
    const event = this.hub.log(conversation, {
      actor,
      kind: frame.kind,
      text,
      client_id: frame.client_id,
      data: frame.choice_id ? { choice_id: frame.choice_id } : {},
      staff,
    })
    socket.tell({ t: 'ack', client_id: frame.client_id, seq: event.seq })
    if (conversation.control.controller !== 'bot') return
    if (/人工/.test(text) || angry) return this.toQueue(conversation, angry ? 'anger' : 'asked')
    this.hub.toCustomer(conversation, { t: 'typing', actor: 'bot', name: '小接' })
    setTimeout(() => answers(text).forEach((draft) => this.hub.log(conversation, { actor: BOT, ...draft })), 900)
  }

  picture(conversation, client_id, body) {
    const evidence = `i_${this.pictures.size + 1}`
    this.pictures.set(evidence, body)
    const actor = { kind: 'customer', id: conversation.customer.customer, name: conversation.customer.name }
    const data = { evidence, width: 1600, height: 1200, bytes: body.length, thumb: { width: 480, height: 360 } }
    const event = this.hub.log(conversation, { actor, kind: 'image', text: '[图片]', client_id, data })
    if (conversation.control.controller === 'bot')
      setTimeout(() => this.hub.log(conversation, { actor: BOT, kind: 'text', text: '图片收到了，我看一下。' }), 900)
    return event.seq
  }

  toQueue(conversation, reason) {
    this.hub.log(conversation, {
      actor: SYSTEM,
      kind: 'notice',
      text: '好的，正在为您请人工客服。您可以继续留言。',
      data: { code: 'handoff_started' },
    })
    this.hub.enqueue(conversation, reason)
  }

  human(socket, { client_id }) {
    const { conversation } = socket
    const actor = { kind: 'customer', id: conversation.customer.customer, name: conversation.customer.name }
    const event = this.hub.log(conversation, { actor, kind: 'choice', text: '转人工', client_id, data: {} })
    socket.tell({ t: 'ack', client_id, seq: event.seq })
    this.toQueue(conversation, 'asked')
  }

  leave(socket, { client_id }) {
    this.hub.backToBot(socket.conversation, 'left_queue', '好的，先由智能助手为您服务。需要人工时随时告诉我。')
    socket.tell({ t: 'ack', client_id, seq: socket.conversation.events.length })
  }

  typing({ conversation }) {
    this.hub.toDesk(conversation, { t: 'typing', conversation: conversation.id, name: conversation.customer.name })
  }

  read({ conversation }, { seq }) {
    this.hub.toDesk(conversation, { t: 'read', conversation: conversation.id, seq })
  }

  ping(socket) {
    socket.tell({ t: 'pong', now: Date.now() })
  }
}
