/** Scripted data for the mock hub: a few orders, parcels and conversations with every kind of event in them. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const CUSTOMERS = [
  { customer: 'u1001', name: '林晓', level: '金卡会员', phone: '138****5678' },
  { customer: 'u1002', name: '周明', level: '普通会员', phone: '159****0021' },
]
export const RESULTS = [
  { code: 'refund', title: '已办理退款', promise: '退款会在 1 到 3 个工作日内原路退回' },
  { code: 'resend', title: '已安排补发', promise: '补发的商品会在 48 小时内发出' },
  { code: 'urged', title: '已催促物流', promise: '已加急联系承运商，24 小时内会有进展' },
  { code: 'coupon', title: '已补偿优惠券', promise: '优惠券已放入账户，30 天内可用' },
  { code: 'explained', title: '已解释说明', promise: '' },
]

export const INTENTS = [
  { intent: 'ask_order_status', title: '查订单进度' },
  { intent: 'ask_logistics', title: '查物流' },
  { intent: 'complain_delay', title: '催发货、催配送' },
  { intent: 'request_refund', title: '申请退款、查退款' },
  { intent: 'complain_quality', title: '商品质量有问题' },
  { intent: 'ask_payment', title: '问付款' },
  { intent: 'ask_human', title: '转人工' },
  { intent: 'anger_vent', title: '发泄情绪' },
  { intent: 'out_of_scope', title: '与店铺无关' },
]

/** What stands behind the bot's answer to messages: the intent, and what else it thought of. */
export const behind = (answers, intent, ...others) => ({
  parse: { intent, confidence: 0.6, ranking: [intent, ...others].map((name, place) => [name, 0.6 / (place + 1)]) },
  answers,
})

export function orders(now) {
  return [
    {
      order_id: 'JZ20261115001',
      status: 'in_transit',
      status_text: '运输中',
      title: '轻量羽绒服',
      spec: '深空蓝 / L',
      quantity: 1,
      paid_fen: 39900,
      placed_at: now - 6 * DAY,
      late: true,
      note: '原定11月19日送达，已晚 2 天',
    },
    {
      order_id: 'JZ20261118007',
      status: 'signed',
      status_text: '已签收',
      title: '保温杯 500ml',
      spec: '雾白',
      quantity: 2,
      paid_fen: 12800,
      placed_at: now - 3 * DAY,
      late: false,
      note: '11月21日 10:12 签收，7 天内可退换',
    },
    {
      order_id: 'JZ20261120019',
      status: 'paid',
      status_text: '待发货',
      title: '无线蓝牙耳机 降噪版（含收纳盒）',
      spec: '曜石黑',
      quantity: 1,
      paid_fen: 59900,
      placed_at: now - DAY,
      late: false,
      note: '预计今天 18:00 前发出',
    },
    {
      order_id: 'JZ20261009002',
      status: 'refunded',
      status_text: '已退款',
      title: '加厚浴巾三条装',
      spec: '',
      quantity: 1,
      paid_fen: 8900,
      placed_at: now - 43 * DAY,
      late: false,
      note: '',
    },
  ]
}

export function parcel(now) {
  return {
    order_id: 'JZ20261115001',
    carrier: '顺丰速运',
    tracking_no: 'SF1392048871018',
    status: 'in_transit',
    status_text: '运输中',
    late: true,
    late_days: 2,
    eta_text: '承运商预计明天下午送达',
    steps: [
      { at: now - 26 * HOUR, text: '【杭州】快件在杭州转运中心等待发出，当前线路拥堵' },
      { at: now - 40 * HOUR, text: '【上海】快件已发往杭州转运中心' },
      { at: now - 52 * HOUR, text: '【上海】快件已到达上海虹桥集散点' },
      { at: now - 70 * HOUR, text: '顺丰速运已收取快件' },
      { at: now - 75 * HOUR, text: '商家已发货' },
    ],
  }
}

const BOT = { kind: 'bot', id: '', name: '小接' }
const SYSTEM = { kind: 'system', id: '', name: '' }

export const reading = (emotion, risk = 'none', kinds = [], demands = []) => ({
  emotion,
  score: 0.7,
  risk,
  kinds,
  wants_human: false,
  demands,
  signals: [],
  evidence: [],
})

/** The story of an angry customer, as drafts in order; the hub numbers them. */
export function angryStory(now) {
  const lin = { kind: 'customer', id: 'u1001', name: '林晓' }
  const at = (minutes) => now - minutes * MINUTE
  return [
    { at: at(9), actor: lin, kind: 'text', text: '我的羽绒服怎么还没到', staff: { reading: reading('worried') } },
    {
      at: at(9),
      actor: BOT,
      kind: 'order_choices',
      staff: behind([1], 'ask_logistics', 'complain_delay'),
      text: '您想问的是哪个订单？',
      data: {
        orders: orders(now).map((order, index) => ({ ...order, choice: { id: `c${index}`, title: order.title } })),
      },
    },
    {
      at: at(8.6),
      actor: lin,
      kind: 'choice',
      text: '轻量羽绒服',
      data: { choice_id: 'c0' },
      staff: { reading: reading('neutral') },
    },
    {
      at: at(8.5),
      actor: BOT,
      kind: 'logistics_card',
      text: '包裹在杭州转运中心，已晚 2 天，预计明天下午送达。',
      data: { ...parcel(now) },
    },
    {
      at: at(8.5),
      actor: BOT,
      kind: 'text',
      text: '让您久等了，非常抱歉。承运商预计明天下午送到，我会继续帮您留意。',
      data: {
        buttons: [
          { id: 'b1', title: '催一催物流' },
          { id: 'b2', title: '不等了，我要退款' },
        ],
      },
    },
    {
      at: at(6),
      actor: lin,
      kind: 'text',
      text: '昨天就说今天到，今天又说明天，你们到底有没有准？',
      staff: { reading: reading('dissatisfied') },
    },
    {
      at: at(5.9),
      actor: BOT,
      kind: 'text',
      text: '您反复等待确实很着急。这件包裹目前卡在杭州转运中心，我已经为您登记催促。',
      staff: behind([6], 'ask_logistics', 'complain_delay', 'anger_vent'),
    },
    {
      at: at(3),
      actor: lin,
      kind: 'text',
      text: '不要再糊弄我了！退款，再不处理我就打 12315 投诉，顺便发小红书让大家看看',
      staff: { reading: reading('angry', 'high', ['regulator', 'social'], ['refund']) },
    },
    {
      at: at(3),
      actor: SYSTEM,
      kind: 'control',
      visibility: 'staff',
      text: '',
      data: { from: 'bot', to: 'packing', reason: 'threat', epoch: 2, by: 'rules' },
    },
    {
      at: at(3),
      actor: SYSTEM,
      kind: 'alert',
      visibility: 'staff',
      text: '客户提到向 12315 投诉并在小红书曝光',
      data: { code: 'risk', level: 'high' },
    },
    {
      at: at(3),
      actor: BOT,
      kind: 'suppressed',
      visibility: 'staff',
      text: '为您查到退款政策：签收后 7 天内可以申请退款。',
      data: { kind: 'text', data: {}, why: 'epoch' },
    },
    {
      at: at(3),
      actor: SYSTEM,
      kind: 'notice',
      text: '真的很抱歉让您这么生气，我马上请人工客服来处理，您不用重复说明。',
      data: { code: 'handoff_started' },
    },
    {
      at: at(2.9),
      actor: SYSTEM,
      kind: 'control',
      visibility: 'staff',
      text: '',
      data: { from: 'packing', to: 'queued', reason: 'threat', epoch: 2, by: 'hub' },
    },
    { at: at(2), actor: lin, kind: 'text', text: '快点，我只等十分钟', staff: { reading: reading('angry') } },
  ]
}

/** What somebody said as a visitor, as it stands in their own conversation once they have signed in. */
export function visited(now, lines = 6) {
  const line = (seq, actor, kind, text, more = {}) => ({
    seq,
    at: now - (12 - seq) * MINUTE,
    actor,
    name: actor === 'bot' ? '小接' : '',
    kind,
    text,
    ...more,
  })
  const said = [
    line(1, 'customer', 'text', '耳机刚用三天，左边就没声音了'),
    line(2, 'bot', 'text', '真抱歉，刚用几天就遇到这种情况。能拍张照片让我看看吗？'),
    line(3, 'customer', 'image', '[图片]', { evidence: 'i_seed' }),
    line(4, 'customer', 'text', '就是这个，接口这里也松了'),
    line(5, 'bot', 'text', '照片收到了。要帮您安排售后，需要先登录查到您的订单。'),
    line(6, 'customer', 'text', '好，我登录一下'),
  ]
  const data = { from: 'c_visitor', lines: said.slice(0, lines) }
  const text = `客户登录前以访客身份说了这些（共 ${data.lines.length} 条）`
  const told = '您登录前说的内容我都接过来了，不用再说一遍，咱们接着聊。'
  return [
    { at: now - 4 * MINUTE, actor: SYSTEM, kind: 'merged', visibility: 'staff', text, data },
    { at: now - 4 * MINUTE, actor: SYSTEM, kind: 'notice', text: told, data: { code: 'merged' } },
  ]
}

export function shortStory(name, id, words, emotion, minutes, now, before = []) {
  const who = { kind: 'customer', id, name }
  const at = now - minutes * MINUTE
  const elsewhere = before.length ? { channel: 'app' } : {}
  return [
    ...before,
    { at: at - MINUTE, actor: who, kind: 'text', text: words, staff: { reading: reading(emotion), ...elsewhere } },
    {
      at: at - 50_000,
      actor: BOT,
      kind: 'text',
      text: '这个问题我还没学会，换个说法试试，或者请人工客服来看。',
      staff: behind([before.length + 1], 'nlu_fallback', 'complain_quality', 'ask_payment'),
      data: { buttons: [{ id: 'h', title: '转人工' }] },
    },
    { at, actor: who, kind: 'choice', text: '转人工', data: { choice_id: 'h' }, staff: { reading: reading(emotion) } },
    {
      at,
      actor: SYSTEM,
      kind: 'control',
      visibility: 'staff',
      text: '',
      data: { from: 'bot', to: 'queued', reason: 'asked', epoch: 2, by: 'customer' },
    },
    { at, actor: SYSTEM, kind: 'notice', text: '好的，正在为您请人工客服。', data: { code: 'handoff_started' } },
  ]
}

/** A few canned replies, as they are offered to an agent with an upset customer. */
export function replies(agent) {
  const reply = (code, title, upset, ...calm) => ({
    code,
    title,
    texts: [{ tone: 'upset', text: upset }, ...calm.map((text) => ({ tone: 'calm', text }))],
  })
  return {
    tone: 'upset',
    values: {
      agent,
      name: '林晓',
      title: '轻量羽绒服',
      order_id: 'JZ20261115001',
      amount: '¥399',
      carrier: '顺丰速运',
      tracking_no: 'SF1392048871018',
      days: '2',
      last_step: '（杭州）快件在杭州转运中心等待发出，当前线路拥堵',
      coupon: '¥10',
    },
    variables: { due: '答应的时间', refund_amount: '退款金额' },
    situations: [
      {
        code: 'delay',
        name: '物流延误',
        fits: true,
        replies: [
          reply(
            'delay_found',
            '看到延误了',
            '“{title}”晚了{days}天，让您一直等着，真的很抱歉。最新一条物流是“{last_step}”，我现在就去找{carrier}问明白。',
            '查到了，“{title}”比约定的晚了{days}天，最新一条物流是“{last_step}”。让您久等了，我现在就联系{carrier}核实。',
          ),
          reply(
            'delay_news',
            '约定回话时间',
            '不用您盯着了，我来盯：{carrier}那边我正在问{tracking_no}，{due}给您回话。到时候不管有没有结果，我都告诉您。',
          ),
        ],
      },
      {
        code: 'soothe',
        name: '情绪安抚',
        fits: true,
        replies: [
          reply(
            'soothe_repeat',
            '复述确认',
            '我怕漏了您的意思，跟您核对一遍：您最在意的是【客户的要求】，对吗？{due}我先把这一件办好。',
          ),
        ],
      },
      {
        code: 'closing',
        name: '收尾',
        fits: false,
        replies: [
          reply('closing_ask', '还有别的吗', '这样处理您看行吗？心里还有不痛快的地方，您说出来，我们一起解决完。'),
        ],
      },
    ],
  }
}

/** What customers were promised and nobody has done yet. */
export function promises(now) {
  const one = (id, conversation, name, level, seq, text, minutes, extra) => ({
    id,
    conversation,
    seq,
    code: 'courier_news',
    text,
    keeper: 'agent',
    order_id: 'JZ20261115001',
    ref: '',
    made_at: now - HOUR,
    due_at: now + minutes * MINUTE,
    state: minutes < 0 ? 'broken' : 'open',
    kept_at: 0,
    kept_by: '',
    note: '',
    customer: { name, level, verified: true },
    ...extra,
  })
  return [
    one('e_p1', 'c_lin', '林晓', '金卡会员', 7, '联系快递后给您回话', -12, { ref: 'SF1392048871018' }),
    one('e_p2', 'c_gone', '周明', '普通会员', 9, '查清签收记录给您答复', 6, { order_id: 'JZ20261118007' }),
    one('e_p3', 'c_lin', '林晓', '金卡会员', 7, '审核退款申请', 26 * 60, {
      code: 'refund_approval',
      keeper: 'supervisor',
    }),
  ]
}

export function angryBrief(now) {
  return {
    v: 1,
    handoff_id: 'h_1',
    made_at: now,
    complete: true,
    reason: {
      code: 'threat',
      text: '客户扬言投诉、曝光',
      trigger: { text: '再不处理我就打 12315 投诉，顺便发小红书让大家看看', seq: 8 },
    },
    customer: {
      id: 'u1001',
      name: '林晓',
      level: '金卡会员',
      verified: true,
      phone: '138****5678',
      earlier: [{ at: now - 21 * DAY, reason: '包裹破损', result: '已安排补发', note: '客户很客气，对补发速度满意' }],
    },
    what: [
      { text: '羽绒服晚到 2 天，两次给出的送达时间都没有兑现', seq: [1, 4, 6] },
      { text: '客户不愿再等，要求退款', seq: [8] },
    ],
    demands: [
      { code: 'refund', text: '退款', seq: [8] },
      { code: 'expedite', text: '尽快处理', seq: [14] },
    ],
    orders: [{ card: orders(now)[0], parcel: parcel(now), refund: null, seq: [3, 4] }],
    facts_given: [
      { label: '订单号', value: 'JZ20261115001', seq: [3] },
      { label: '最多等待', value: '10 分钟', seq: [14] },
    ],
    tried: [
      { text: '查询物流', outcome: '告知已延误 2 天，预计明天下午送达', seq: [4] },
      { text: '登记催促', outcome: '未得到客户认可', seq: [7] },
    ],
    emotion: {
      first: { level: 'worried', seq: 1 },
      worst: { level: 'angry', seq: 8 },
      last: { level: 'angry', seq: 14 },
      curve: [
        [1, 'worried'],
        [3, 'neutral'],
        [6, 'dissatisfied'],
        [8, 'angry'],
        [14, 'angry'],
      ],
    },
    risk: {
      level: 'high',
      flags: [
        { kind: 'regulator', text: '12315', seq: 8 },
        { kind: 'social', text: '小红书', seq: 8 },
      ],
    },
    promises: promises(now)
      .filter((promise) => promise.conversation === 'c_lin')
      .map((promise) => ({ ...promise, by: '小接' })),
    attachments: [],
    suggestion: {
      first_line:
        '林女士您好，我是客服李娜。羽绒服晚了两天、两次时间都没兑现，是我们的责任，您的退款我现在就为您处理。',
      policy: '超过承诺时间未送达，可全额退款并补偿运费；金卡会员可直接办理，无需审核。',
    },
  }
}

export function plainBrief(now, customer, words, orderList, before = 0) {
  return {
    v: 1,
    handoff_id: 'h',
    made_at: now,
    complete: orderList.length > 0,
    reason: { code: 'asked', text: '客户要求人工', trigger: { text: '转人工', seq: before + 3 } },
    customer: { ...customer, earlier: [] },
    what: [{ text: words, seq: [before + 1] }],
    demands: [],
    orders: orderList.map((card) => ({ card, parcel: {}, refund: null, seq: [before + 1] })),
    facts_given: [],
    tried: [{ text: '回答咨询', outcome: '没有听懂', seq: [before + 2] }],
    emotion: {
      first: { level: 'neutral', seq: before + 1 },
      worst: { level: 'worried', seq: before + 1 },
      last: { level: 'neutral', seq: before + 3 },
      curve: [
        [before + 1, 'worried'],
        [before + 3, 'neutral'],
      ],
    },
    risk: { level: 'none', flags: [] },
    promises: [],
    attachments: [],
    suggestion: { first_line: `您好，我是人工客服，您刚才的问题我看到了，马上帮您处理。`, policy: '' },
  }
}
