/** Conversations of the mock hub in memory: a log each, a control record each, and who listens. */
import { angryBrief, angryStory, orders, plainBrief, shortStory, visited } from './data.mjs'

export class Conversation {
  constructor(id, customer) {
    this.id = id
    this.customer = customer
    this.events = []
    this.brief = null
    this.seen = new Map()
    this.control = {
      state: 'bot',
      controller: 'bot',
      agent_id: '',
      agent_name: '',
      epoch: 1,
      handoff_id: '',
      due_at: 0,
      group: 'service',
      priority: 'normal',
      queued_at: 0,
      reason: '',
      customer_id: customer.customer ?? '',
      last_seq: 0,
    }
  }

  append(draft) {
    const seq = this.events.length + 1
    const event = {
      v: 1,
      id: `e_${this.id}_${seq}`,
      conversation: this.id,
      seq,
      epoch: this.control.epoch,
      at: Date.now(),
      data: {},
      visibility: 'all',
      client_id: '',
      staff: {},
      ...draft,
    }
    this.events.push(event)
    this.control.last_seq = seq
    if (event.client_id) this.seen.set(event.client_id, seq)
    return event
  }

  get lastSaid() {
    return [...this.events].reverse().find((event) => event.text && event.visibility === 'all')
  }

  queue(reason, priority) {
    Object.assign(this.control, {
      state: 'queued',
      controller: 'queue',
      epoch: this.control.epoch + 1,
      handoff_id: `h_${this.id}`,
      priority,
      reason,
      queued_at: this.control.queued_at || Date.now(),
      due_at: Date.now() + 180_000,
    })
  }
}

export const REASONS = {
  asked: '客户要求人工',
  anger: '客户情绪激动',
  threat: '客户扬言投诉、曝光',
  misunderstood: '两次没有听懂',
  service: '客户投诉服务态度',
}

/** The state a fresh mock starts in: three customers waiting, so that the desk has something to show. */
export function seed() {
  const now = Date.now()
  const conversations = new Map()
  const add = (id, customer, story, brief, control, emotion, risk) => {
    const one = new Conversation(id, customer)
    story.forEach((draft) => one.append(draft))
    one.queue(control.reason, control.priority)
    Object.assign(one.control, control)
    one.brief = brief
    Object.assign(one, { emotion, risk })
    conversations.set(id, one)
  }
  const lin = { customer: 'u1001', name: '林晓', level: '金卡会员', verified: true, phone: '138****5678' }
  const zhou = { customer: 'u1002', name: '周明', level: '普通会员', verified: true, phone: '159****0021' }
  const guest = { customer: '', name: '访客', level: '', verified: false, phone: '' }
  const waiting = (reason, priority, ms) => ({ reason, priority, queued_at: now - ms, due_at: now + 120_000 - ms })
  const aboutHeadset = shortStory('周明', 'u1002', '耳机左边没声音了，能换新的吗', 'worried', 2, now, visited(now))
  const headset = plainBrief(now, zhou, '耳机左边没声音，想换新', [orders(now)[2]], 2)
  const aboutDelivery = shortStory('访客', '', '你们支持货到付款吗，地址在乡镇能不能送', 'neutral', 1, now)
  const delivery = plainBrief(now, guest, '问货到付款和乡镇配送', [])
  add('c_lin', lin, angryStory(now), angryBrief(now), waiting('threat', 'urgent', 180_000), 'angry', 'high')
  add('c_zhou', zhou, aboutHeadset, headset, waiting('asked', 'high', 120_000), 'worried', 'watch')
  add('c_guest', guest, aboutDelivery, delivery, waiting('misunderstood', 'normal', 60_000), 'neutral', 'none')
  const another = (id, name, words, emotion, minutes, changes = {}) => {
    const who = { customer: `u_${id}`, name, level: '普通会员', verified: true, phone: '' }
    const control = { ...waiting('asked', 'normal', minutes * 60_000), ...changes }
    const story = shortStory(name, who.customer, words, emotion, minutes, now)
    add(
      id,
      who,
      story,
      plainBrief(now, who, words, []),
      control,
      emotion,
      changes.priority === 'urgent' ? 'high' : 'none',
    )
  }
  another('c_headset2', '何佳', '充电盒充不进电，换过线了', 'dissatisfied', 1.5)
  another('c_wu', '吴昊', '退款三天了还没到账', 'dissatisfied', 6)
  another('c_zheng', '郑欣', '客服一直没回我，算了', 'angry', 9, { priority: 'urgent', reason: 'service' })
  another('c_feng', '冯宇', '能改一下收货地址吗', 'neutral', 2)
  another('c_he', '何静', '补发的东西什么时候寄', 'worried', 70)
  another('c_lv', '吕岩', '晚上有人能帮我看看发票吗', 'neutral', 40)
  conversations.get('c_zhou').channels = ['web', 'app']
  return conversations
}
