/** Codes of the hub in Chinese, with the icon that says the same without colour. */
import type { Priority } from '../core/protocol/desk'
import type { Emotion, Risk } from '../core/protocol/events'
import type { Role, TeamStatus } from '../core/protocol/handoff'
import { iconAlert, iconAngry, iconCalm, iconFlame, iconShield, iconUnhappy, iconUp, iconWorried } from '../ui/icons'

export type Tone = '' | 'info' | 'warn' | 'bad'

export interface Word {
  text: string
  icon: string
  tone: Tone
}

export const EMOTIONS: Record<Emotion, Word> = {
  neutral: { text: '平静', icon: iconCalm, tone: '' },
  worried: { text: '着急', icon: iconWorried, tone: 'info' },
  dissatisfied: { text: '不满', icon: iconUnhappy, tone: 'warn' },
  angry: { text: '愤怒', icon: iconAngry, tone: 'bad' },
}

export const RISKS: Record<Risk, Word | null> = {
  none: null,
  watch: { text: '留意投诉', icon: iconShield, tone: 'warn' },
  high: { text: '高风险', icon: iconAlert, tone: 'bad' },
}

export const PRIORITIES: Record<Priority, Word | null> = {
  urgent: { text: '紧急', icon: iconFlame, tone: 'bad' },
  high: { text: '优先', icon: iconUp, tone: 'warn' },
  normal: null,
}

const RISK_KINDS: Record<string, string> = {
  complaint: '可能投诉',
  regulator: '监管举报',
  media: '媒体曝光',
  social: '社交平台曝光',
  legal: '法律途径',
  safety: '人身安全',
  blackmail: '高额索赔',
  churn: '可能流失',
  self_harm: '自伤风险',
}

export function riskKindText(kind: string): string {
  return RISK_KINDS[kind] ?? kind
}

/** Whose a promise is to keep. */
export const KEEPERS: Record<string, string> = {
  bot: '智能助手跟进',
  agent: '客服跟进',
  senior: '资深客服跟进',
  supervisor: '主管跟进',
}

export const ROLES: Record<Role, string> = {
  agent: '客服',
  senior: '资深客服',
  qa: '质检',
  legal: '法务',
  supervisor: '主管',
}

export const STATUSES: Record<TeamStatus, string> = {
  online: '在线',
  break: '小休',
  away: '离开',
  lost: '掉线',
  offline: '未上线',
}

/** Where customers write from unless something else is said. */
export const USUAL_CHANNEL = 'web'
const CHANNELS: Record<string, string> = { web: '网页', app: 'APP', wechat: '微信', mini: '小程序', h5: '手机网页' }

/** A way customers come by; a shop may have codes of its own. */
export function channelText(channel: string): string {
  return CHANNELS[channel] ?? channel
}

/** The ways that are worth a word: more than one, or another than the usual. */
export function tellingChannels(channels: readonly string[] = []): readonly string[] {
  return channels.length === 1 && channels[0] === USUAL_CHANNEL ? [] : channels
}

const REASONS: Record<string, string> = {
  asked: '客户要求人工',
  anger: '客户情绪激动',
  threat: '客户扬言投诉或曝光',
  safety: '涉及人身安全',
  misunderstood: '智能助手没听懂',
  offered: '客户接受了转人工',
  service: '客户投诉服务态度',
  shop_failed: '店铺系统查不到数据',
  bot_failed: '智能助手没能应答',
  left_by_customer: '客户取消排队',
  left_queue: '客户取消排队',
  resolved: '处理完成',
  customer_wrote: '客户再次来询',
  offered_to: '派给客服',
  lapsed: '没有及时接入',
  declined: '客服婉拒',
  accepted: '',
  transfer: '转接',
  transferred: '转接',
  taken_over: '主管接管',
  agent_lost: '客服掉线',
  agent_back: '客服恢复连接',
  nobody_there: '暂时没有客服',
  call_back: '约好回复时间',
  time_has_come: '约定时间到了',
}

/** Why control moved; empty for a code that tells an agent nothing. */
export function reasonText(code: string): string {
  return REASONS[code] ?? ''
}
