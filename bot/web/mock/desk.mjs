/** The staff side of the mock: REST and frames of the desk. */
import { INTENTS, RESULTS, promises, replies } from './data.mjs'
import { controlOf, liveItem } from './items.mjs'
import { AGENTS, GROUPS, isOverseer } from './team.mjs'

export class DeskSide {
  constructor(hub) {
    this.hub = hub
    this.promises = promises(Date.now())
    this.moves = hub.moves
  }

  /** Answer one REST call: `[status, body]`. */
  rest(method, path, body, agent) {
    if (path === '/api/login') return this.login(body)
    if (!agent) return [401, { code: 'not_signed_in', message: '登录已失效，请重新登录。', data: {} }]
    if (path === '/api/me') return [200, { agent }]
    if (path === '/api/logout') return [200, {}, 'jiezhu_staff=; Path=/; Max-Age=0']
    if (path === '/api/queue') return [200, { items: this.hub.queueItems() }]
    if (path === '/api/intents') return [200, { intents: INTENTS }]
    if (path === '/api/results') return [200, { results: RESULTS }]
    if (path === '/api/groups') return [200, { groups: GROUPS }]
    if (path === '/api/team') return [200, { items: this.hub.team.items() }]
    if (path === '/api/live') return [200, { items: this.hub.live().map(liveItem) }]
    if (path === '/api/presence') return [200, this.hub.team.setStatus(agent.id, body.status) ?? {}]
    if (path === '/api/replies') return [200, replies(agent.name)]
    const [, promise] = path.match(/^\/api\/promises\/([^/]+)\/keep$/) ?? []
    if (promise) return this.keepPromise(promise, body, agent)
    const [, id, action] = path.match(/^\/api\/conversations\/([^/]+)(?:\/(.+))?$/) ?? []
    const conversation = this.hub.conversations.get(id)
    if (!conversation) return [404, { code: 'not_found', message: '没有找到对应的内容。', data: {} }]
    if (action === 'claim') return this.claim(conversation, agent)
    if (action === 'resolve') return this.resolve(conversation, body, agent)
    if (action === 'label') return this.label(conversation, body, agent)
    const moved = action && this.moves.step(action, conversation, body, agent)
    if (moved) return moved
    const { customer, brief, events } = conversation
    return [200, { control: controlOf(conversation), customer, brief, events }]
  }

  login({ username, password }) {
    const found = AGENTS.find((one) => one.username === username && one.password === password)
    if (!found) return [401, { code: 'not_signed_in', message: '用户名或密码不对，请再试一次。', data: {} }]
    return [200, { agent: found.agent }, `jiezhu_staff=${found.agent.id}; Path=/; HttpOnly; SameSite=Strict`]
  }

  claim(conversation, agent) {
    const { control } = conversation
    // A customer of the mock that a colleague always takes first, to see how losing looks.
    const lost = !this.moves.mayAccept(conversation, agent) || conversation.id === 'c_guest'
    if (lost)
      return [
        409,
        { code: 'already_claimed', message: '这位客户已经被同事接入了。', data: { by: control.agent_name || '王磊' } },
      ]
    if (control.state !== 'transferring')
      return this.moves.hand(conversation, agent, 'accepted', 'agent_joined', `客服${agent.name}已接入，为您服务。`)
    const text = `客服${agent.name}已接手，前面的情况都清楚，接着为您处理。`
    return this.moves.hand(conversation, agent, 'accepted', 'transferred', text)
  }

  resolve(conversation, { result, note, next }, agent) {
    const actor = { kind: 'agent', id: agent.id, name: agent.name }
    this.hub.log(conversation, { actor, kind: 'resolution', visibility: 'staff', text: note, data: { result, next } })
    const [code, text] =
      next === 'close'
        ? ['closed', '本次服务已结束，感谢您的耐心。']
        : ['returned_to_bot', '后续由智能助手继续为您服务。']
    this.hub.backToBot(conversation, code, text)
    return [200, { control: controlOf(conversation) }]
  }

  label(conversation, { seq, intent }, agent) {
    const { title } = INTENTS.find((one) => one.intent === intent)
    const seqs = conversation.events.find((event) => event.staff.answers?.includes(seq))?.staff.answers ?? [seq]
    const actor = { kind: 'agent', id: agent.id, name: agent.name }
    const label = { seq: seqs, intent, was: '' }
    this.hub.log(conversation, { actor, kind: 'label', visibility: 'staff', text: title, data: label })
    return [200, { label: { ...label, title, by: agent.name } }]
  }

  keepPromise(id, { note }, agent) {
    const promise = this.promises.find((one) => one.id === id)
    if (!promise) return [404, { code: 'not_found', message: '没有找到这条承诺，请刷新后再看。', data: {} }]
    this.promises = this.promises.filter((one) => one !== promise)
    const conversation = this.hub.conversations.get(promise.conversation)
    const actor = { kind: 'agent', id: agent.id, name: agent.name }
    const said = { kind: 'promise_kept', visibility: 'staff', text: note, data: { promise: id } }
    if (conversation) this.hub.log(conversation, { actor, ...said })
    return [200, { promise: { ...promise, kept_at: Date.now(), kept_by: agent.name, note } }]
  }

  frame(socket, frame) {
    if (frame.t === 'hello') return this.hello(socket, frame)
    if (frame.t === 'presence') return this.hub.team.setStatus(socket.agent.id, frame.status)
    if (frame.t === 'ping') return socket.tell({ t: 'pong', now: Date.now() })
    const conversation = this.hub.conversations.get(frame.conversation)
    if (!conversation) return socket.tell({ t: 'error', code: 'not_found', message: '没有找到对应的会话' })
    if (frame.t === 'open') return this.open(socket, conversation, frame.since)
    if (frame.t === 'shut') return socket.watching.delete(conversation.id)
    if (frame.t === 'send') return this.send(socket, conversation, frame)
    if (frame.t === 'typing')
      return this.hub.toCustomer(conversation, { t: 'typing', actor: 'agent', name: socket.agent.name })
    if (frame.t === 'read') return this.hub.toCustomer(conversation, { t: 'read', seq: frame.seq })
  }

  hello(socket, { open }) {
    Object.assign(socket, { side: 'desk', watching: new Set(), oversees: isOverseer(socket.agent) })
    const member = this.hub.team.of(socket.agent.id)
    if (['offline', 'lost'].includes(member.status)) member.status = 'online'
    socket.tell({ t: 'welcome', agent: socket.agent, now: Date.now() })
    socket.tell({ t: 'promises', items: this.promises })
    this.hub.lists()
    this.moves.greet(socket.agent)
    for (const { conversation, since } of open) {
      const found = this.hub.conversations.get(conversation)
      if (found) this.open(socket, found, since)
    }
  }

  open(socket, conversation, since) {
    socket.watching.add(conversation.id)
    socket.tell({ t: 'control', conversation: conversation.id, control: controlOf(conversation) })
    conversation.events
      .slice(since)
      .forEach((event) => socket.tell({ t: 'event', conversation: conversation.id, event }))
  }

  send(socket, conversation, { client_id, epoch, kind, text }) {
    const again = conversation.seen.get(client_id)
    if (again) return socket.tell({ t: 'ack', client_id, seq: again })
    if (epoch !== conversation.control.epoch)
      return socket.tell({ t: 'nack', client_id, code: 'stale', message: '会话状态已变化，没有发给客户' })
    const { id, name } = socket.agent
    const visibility = kind === 'text' ? 'all' : 'staff'
    const event = this.hub.log(conversation, { actor: { kind: 'agent', id, name }, kind, text, visibility, client_id })
    socket.tell({ t: 'ack', client_id, seq: event.seq })
  }
}
