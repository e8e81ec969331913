/** What an event's `data` holds, read with care: the hub may be older or newer than this page. */
import type { Button, EventData, LogEvent, LogisticsCard, OrderCard, OrderChoice, Photo } from '../core/protocol/events'

export function buttonsOf(event: LogEvent): Button[] {
  return event.data.buttons ?? []
}

export function orderOf(kind: string, data: EventData): OrderCard | null {
  return kind === 'order_card' && typeof data.order_id === 'string' ? (data as unknown as OrderCard) : null
}

export function ordersOf(kind: string, data: EventData): OrderChoice[] {
  return kind === 'order_choices' ? (data.orders ?? []) : []
}

export function parcelOf(kind: string, data: EventData): LogisticsCard | null {
  return kind === 'logistics_card' && Array.isArray(data.steps) ? (data as unknown as LogisticsCard) : null
}

export function photoOf(kind: string, data: EventData): Photo | null {
  const isDrawable = typeof data.evidence === 'string' && typeof data.width === 'number'
  return kind === 'image' && isDrawable ? (data as unknown as Photo) : null
}

/** Whether an event draws itself as a card; its text is then only for those who cannot see the card. */
export function isCard(event: LogEvent): boolean {
  return orderOf(event.kind, event.data) !== null || parcelOf(event.kind, event.data) !== null
}
