/**
 * Who is writing, as the hub believes it.
 *
 * At the start the shop is always asked for a fresh token: a session kept from before may be another customer's,
 * on a shared computer. Reconnecting uses the session the hub gave in exchange.
 */
import type { Host, Kept } from './host'

export type Readiness = 'known' | 'unconfirmed' | 'expired'

const ASK_AGAIN_AFTER_MS = [500, 1_500]
/** An old session, its replacement, and one more; after that asking again would only go round in circles. */
const MOST_REFUSALS = 3

export class Identity {
  private token: string | null = null
  private kept: Kept = { session: '', verified: false }
  private canAskShop = false
  private refusals = 0
  /** The shop could not be asked: a visitor then may be a customer of it, but whose words are theirs is open. */
  private isUncertain = false

  constructor(
    private readonly host: Host,
    private readonly wait: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms)),
  ) {}

  /** What `hello` carries. A token is spent only when `welcomed` says so: until then a retry needs it again. */
  credentials(): { token?: string; session?: string } {
    if (this.token) {
      // A visitor who signs in shows both, so that what they said as a visitor comes along.
      const visited = this.kept.session && !this.kept.verified
      return visited ? { token: this.token, session: this.kept.session } : { token: this.token }
    }
    return this.kept.session ? { session: this.kept.session } : {}
  }

  start(kept: Kept, canAskShop: boolean): Promise<Readiness> {
    this.kept = kept
    this.canAskShop = canAskShop
    return canAskShop ? this.askShop() : Promise.resolve('known')
  }

  /** Somebody else may be at the shop's page now. What a visitor said comes along; nothing else from before counts. */
  async changed(): Promise<Readiness> {
    this.refusals = 0
    this.token = null
    if (this.kept.verified || this.isUncertain) this.forget()
    return this.canAskShop ? this.askShop() : 'known'
  }

  welcomed(session: string, verified: boolean): void {
    this.token = null
    this.refusals = 0
    if (session === this.kept.session && verified === this.kept.verified) return
    this.kept = { session, verified }
    this.host.keep(this.kept)
  }

  /** The hub closed with 4401. Never falls back from a known customer to nobody: their history would vanish. */
  async refused(): Promise<Readiness> {
    const wasVerified = this.kept.verified || this.token !== null
    this.refusals += 1
    this.forget()
    if (this.refusals >= MOST_REFUSALS) return 'expired'
    if (!this.canAskShop) return wasVerified ? 'expired' : 'known'
    const readiness = await this.askShop()
    return readiness === 'unconfirmed' && wasVerified ? 'expired' : readiness
  }

  private async askShop(): Promise<Readiness> {
    for (const pause of [...ASK_AGAIN_AFTER_MS, 0]) {
      const answer = await this.host.requestToken()
      if (answer.ok) {
        this.isUncertain = false
        this.token = answer.token
        // The shop says nobody is signed in: a session of somebody who was must not be used.
        if (!answer.token && this.kept.verified) this.forget()
        return 'known'
      }
      if (pause) await this.wait(pause)
    }
    this.isUncertain = true
    return this.kept.session ? 'known' : 'unconfirmed'
  }

  private forget(): void {
    this.token = null
    this.kept = { session: '', verified: false }
    this.host.keep(this.kept)
  }
}
