/** Offers, transfers, call-backs and what overseers do, as the real hub answers them; timers are real, too. */
import { controlOf } from './items.mjs'
import { AGENTS, isOverseer } from './team.mjs'

const OFFER_MS = 30_000
const TRANSFER_MS = 60_000
const SYSTEM = { kind: 'system', id: '', name: '' }
const FORBIDDEN = [403, { code: 'not_allowed', message: '您没有权限这样做。', data: {} }]
const STALE = [409, { code: 'stale', message: '会话状态已变化，请看看最新情况。', data: {} }]

export class Moves {
  constructor(hub) {
    this.hub = hub
  }

  /** Ask one agent; unanswered it goes back to the queue. */
  offer(conversation, agent, ms = OFFER_MS) {
    const { control } = conversation
    if (control.state !== 'queued') return
    const due = Date.now() + ms
    const offer = { offered_to: agent.id, offered_name: agent.name, offer_due_at: due }
    this.to(conversation, 'offered', 'offered', offer)
    setTimeout(() => control.offer_due_at === due && this.withdraw(conversation, 'lapsed'), ms)
  }

  withdraw(conversation, reason) {
    if (conversation.control.state !== 'offered') return
    this.to(conversation, 'queued', reason, { offered_to: '', offered_name: '', offer_due_at: 0 })
  }

  to(conversation, state, reason, changes = {}, by = 'hub') {
    const from = conversation.control.state
    Object.assign(conversation.control, { state, ...changes })
    this.hub.changed(conversation, from, reason, by)
    return [200, { control: controlOf(conversation) }]
  }

  tell(conversation, code, text, data = {}) {
    this.hub.log(conversation, { actor: SYSTEM, kind: 'notice', text, data: { code, ...data } })
  }

  /** Give it to somebody: what a claim, an accepted transfer and a take-over end in. */
  hand(conversation, agent, reason, code, text) {
    const { control } = conversation
    const changes = {
      controller: 'agent',
      agent_id: agent.id,
      agent_name: agent.name,
      epoch: control.epoch + 1,
      offered_to: '',
      offer_due_at: 0,
      transfer: null,
      parked_for: 0,
      joined: (control.joined ?? []).filter((one) => one.id !== agent.id),
    }
    const done = this.to(conversation, 'human', reason, changes, agent.id)
    this.tell(conversation, code, text, { agent_name: agent.name })
    return done
  }

  mayAccept({ control }, agent) {
    if (control.state === 'offered') return control.offered_to === agent.id
    if (control.state !== 'transferring') return ['queued', 'parked'].includes(control.state)
    const { to_agent, to_group } = control.transfer
    return to_agent === agent.id || this.hub.team.of(agent.id).groups.includes(to_group)
  }

  decline(conversation) {
    const { control } = conversation
    if (control.state === 'transferring') return this.endTransfer(conversation, 'declined')
    this.withdraw(conversation, 'declined')
    return [200, { control: controlOf(conversation) }]
  }

  transfer(conversation, { epoch, to_agent = '', to_group = '', reason, note = '' }, agent) {
    const { control } = conversation
    if (control.epoch !== epoch || control.state !== 'human') return STALE
    const due_at = Date.now() + TRANSFER_MS
    const transfer = { from_name: agent.name, to_agent, to_group, reason, note, due_at }
    const done = this.to(conversation, 'transferring', 'transfer', { transfer }, agent.id)
    this.tell(conversation, 'transferring', '正在为您请更合适的同事，请稍等，这边继续为您服务。')
    setTimeout(() => control.transfer === transfer && this.endTransfer(conversation, 'lapsed'), TRANSFER_MS)
    return done
  }

  endTransfer(conversation, reason) {
    return this.to(conversation, 'human', reason, { transfer: null })
  }

  park(conversation, { epoch, due_at, note }, agent) {
    if (conversation.control.epoch !== epoch) return STALE
    const actor = { kind: 'agent', id: agent.id, name: agent.name }
    if (note) this.hub.log(conversation, { actor, kind: 'note', visibility: 'staff', text: note })
    const time = new Date(due_at).toLocaleTimeString('zh-CN', {
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'Asia/Shanghai',
    })
    this.tell(conversation, 'parked', `已为您登记，客服${agent.name}会在 ${time} 前在这里联系您。`)
    const epochNow = conversation.control.epoch + 1
    const changes = { controller: 'parked', agent_id: '', agent_name: '', epoch: epochNow, parked_for: due_at, due_at }
    return this.to(conversation, 'parked', 'call_back', changes, agent.id)
  }

  join(conversation, agent) {
    if (!isOverseer(agent)) return FORBIDDEN
    const joined = [...(conversation.control.joined ?? []), { id: agent.id, name: agent.name }]
    this.tell(conversation, 'joined', `${agent.name}也加入了会话，和您一起处理。`, { agent_name: agent.name })
    return this.to(conversation, conversation.control.state, 'joined', { joined }, agent.id)
  }

  leave(conversation, agent) {
    const joined = (conversation.control.joined ?? []).filter((one) => one.id !== agent.id)
    return this.to(conversation, conversation.control.state, 'left', { joined }, agent.id)
  }

  take_over(conversation, { epoch }, agent) {
    if (!isOverseer(agent)) return FORBIDDEN
    if (conversation.control.epoch !== epoch) return STALE
    return this.hand(
      conversation,
      agent,
      'taken_over',
      'taken_over',
      `您好，我是主管${agent.name}，接下来由我为您处理。`,
    )
  }

  /** One REST step by name; undefined when it is none of these. */
  step(name, conversation, body, agent) {
    if (name === 'transfer/cancel') return this.endTransfer(conversation, 'cancelled')
    const steps = ['decline', 'transfer', 'park', 'join', 'leave', 'take_over']
    if (!steps.includes(name)) return undefined
    return ['transfer', 'park', 'take_over'].includes(name)
      ? this[name](conversation, body, agent)
      : this[name](conversation, agent)
  }

  /** 李娜 is asked soon after she has come: first by the hub, then by a colleague. */
  greet(agent) {
    if (agent.id !== 'a_lina' || this.greeted) return
    this.greeted = true
    const all = this.hub.conversations
    setTimeout(() => this.offer(all.get('c_zhou'), agent), 1_500)
    const asked = { to_agent: agent.id, reason: '客户要求换人', note: '已核实退款在途，客户希望今天有准信' }
    const wang = AGENTS.find((one) => one.username === 'wang').agent
    const wu = all.get('c_wu')
    setTimeout(() => this.transfer(wu, { ...asked, epoch: wu.control.epoch }, wang), 9_000)
  }

  /** What a fresh mock shows: some live conversations, one offered to a colleague, two parked. */
  seed() {
    const agentOf = (name) => AGENTS.find((one) => one.username === name).agent
    const all = this.hub.conversations
    this.offer(all.get('c_headset2'), agentOf('qian'), 15 * 60_000)
    const give = (id, name, state = 'human') => {
      const { control } = all.get(id)
      const { id: agent_id, name: agent_name } = agentOf(name)
      Object.assign(control, { state, controller: 'agent', agent_id, agent_name, epoch: control.epoch + 1 })
    }
    give('c_wu', 'wang')
    give('c_zheng', 'chen', 'orphaned')
    give('c_feng', 'qian')
    const park = (id, ms) => {
      const { control } = all.get(id)
      const at = Date.now() + ms
      Object.assign(control, { state: 'parked', controller: 'parked', parked_for: at, due_at: at })
    }
    park('c_he', -7 * 60_000)
    park('c_lv', 2.4 * 3_600_000)
  }
}
