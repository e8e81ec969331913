/** The colleagues of the mock: one of each role, one who has just dropped out. */
export const GROUPS = [
  { code: 'service', title: '售后组' },
  { code: 'senior', title: '资深组' },
  { code: 'qa', title: '质检组' },
  { code: 'legal', title: '法务组' },
]

const one = (username, name, role, groups, status, active, capacity) => ({
  username,
  password: `demo-${username}`,
  agent: { id: `a_${username}`, name, role },
  member: { agent_id: `a_${username}`, name, role, groups, status, active, capacity },
})

export const AGENTS = [
  one('lina', '李娜', 'agent', ['service'], 'offline', 0, 5),
  one('wang', '王磊', 'senior', ['service', 'senior'], 'online', 2, 4),
  one('chen', '陈静', 'agent', ['service'], 'lost', 2, 5),
  one('zhao', '赵敏', 'supervisor', ['service', 'senior'], 'online', 0, 3),
  one('sun', '孙悦', 'qa', ['qa'], 'break', 0, 3),
  one('qian', '钱程', 'agent', ['service'], 'online', 5, 5),
  one('zhou', '周正', 'legal', ['legal'], 'offline', 0, 2),
]

export const isOverseer = (agent) => agent.role === 'supervisor' || agent.role === 'qa'

export class Team {
  constructor(hub) {
    this.hub = hub
    this.members = AGENTS.map(({ member }) => ({ ...member }))
  }

  of(id) {
    return this.members.find((member) => member.agent_id === id)
  }

  /** `active` of whoever is really signed in here is counted, the others keep their scripted figure. */
  items() {
    return this.members.map((member) => {
      const own = this.hub.mineItems(member.agent_id).length
      return { ...member, active: member.capacity && own ? own : member.active }
    })
  }

  me(id) {
    const { status, capacity } = this.of(id)
    return { t: 'me', status, capacity, active: this.hub.mineItems(id).length }
  }

  setStatus(id, status) {
    this.of(id).status = status
    this.hub.lists()
  }
}
