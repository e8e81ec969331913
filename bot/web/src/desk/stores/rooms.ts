/** All conversations this desk has open, kept up to date by frames and by snapshots. */
import { defineStore } from 'pinia'
import { reactive } from 'vue'
import type { Control, ConversationSnapshot, CustomerCard } from '../../core/protocol/desk'
import type { LogEvent } from '../../core/protocol/events'
import { insert, lastSeq } from '../../core/timeline'
import { TYPING_SHOWN_MS } from '../../core/typing'
import { briefOf, later, newRoom, type Room } from '../room'

export const useRooms = defineStore('rooms', () => {
  const rooms = reactive(new Map<string, Room>())
  const typingTimers = new Map<string, number>()

  function get(id: string): Room | undefined {
    return rooms.get(id)
  }

  /** The room, made when it is new. */
  function enter(id: string, customer: CustomerCard): { room: Room; isNew: boolean } {
    const known = rooms.get(id)
    if (known) return { room: known, isNew: false }
    rooms.set(id, newRoom(id, customer))
    return { room: rooms.get(id)!, isNew: true }
  }

  function leave(id: string): void {
    rooms.delete(id)
  }

  function tellControl(id: string, control: Control): void {
    const room = rooms.get(id)
    if (!room) return
    // Whoever was faster has lost the customer again.
    if (control.controller !== 'agent' && control.epoch > (room.control?.epoch ?? 0)) room.claimedBy = ''
    room.control = later(room.control, control)
  }

  /** False for one that is there already, or of a conversation that is not open here. */
  function takeEvent(id: string, event: LogEvent): boolean {
    const room = rooms.get(id)
    if (!room || !insert(room.events, event)) return false
    if (event.actor.kind === 'customer') room.typist = ''
    const brief = briefOf(event)
    if (brief && brief.made_at >= (room.brief?.made_at ?? 0)) room.brief = brief
    return true
  }

  function takeSnapshot(id: string, snapshot: ConversationSnapshot): void {
    const room = rooms.get(id)
    if (!room) return
    tellControl(id, snapshot.control)
    const { level, phone, verified } = snapshot.customer
    room.customer = { name: snapshot.customer.name || room.customer.name, level, verified, phone }
    if (snapshot.brief) room.brief = snapshot.brief
    snapshot.events.forEach((event) => insert(room.events, event))
  }

  function typing(id: string, name: string): void {
    const room = rooms.get(id)
    if (!room) return
    room.typist = name || room.customer.name
    clearTimeout(typingTimers.get(id))
    typingTimers.set(
      id,
      window.setTimeout(() => (room.typist = ''), TYPING_SHOWN_MS),
    )
  }

  function readByCustomer(id: string, seq: number): void {
    const room = rooms.get(id)
    if (room) room.readByCustomer = Math.max(room.readByCustomer, seq)
  }

  /** What a new connection asks to be streamed. */
  function wanted(): { conversation: string; since: number }[] {
    return [...rooms.values()].map((room) => ({ conversation: room.id, since: lastSeq(room.events) }))
  }

  return { rooms, get, enter, leave, tellControl, takeEvent, takeSnapshot, typing, readByCustomer, wanted }
})
