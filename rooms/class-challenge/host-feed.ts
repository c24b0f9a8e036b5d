import type { ChallengeEvent } from '../../src/domain/challenge/events.ts';
import { besideOf, messageFrame, type Stage } from './announcements.ts';
import { hostPlayer, lobbyName, progressView } from './class-views.ts';

const staffEveryMs = 100;
const playersEveryMs = 1_000;
/** The number of a large lobby changes all the time, and each change is told to everybody: so many are told in a second. */
const mostToldPerSecond = 200;

/** Counts and lists for hosts, projectors and the lobby, gathered so that no answer and no join is told one by one. */
export class HostFeed {
  private readonly stage: Stage;
  private readonly now: () => number;
  private readonly changed = new Set<string>();
  private readonly arrived = new Set<string>();
  private readonly gone = new Set<string>();
  private progressed = false;
  private everyPlayer = false;
  private lobbyCount = -1;
  private staffTold = 0;
  private playersTold = 0;

  constructor(stage: Stage, now: () => number) {
    this.stage = stage;
    this.now = now;
  }

  heard(event: ChallengeEvent): void {
    this.progressed = true;
    if ('participantId' in event) this.changed.add(event.participantId);
    if (
      event.type === 'player.joined' ||
      event.type === 'player.allowed_back' ||
      event.type === 'player.teamed'
    )
      this.arrived.add(event.participantId);
    if (event.type === 'player.kicked') this.gone.add(event.participantId);
    // that nobody has answered a new question follows from `roundOpened`
    if (event.type === 'round.closed' || event.type === 'session.recovered') this.everyPlayer = true;
  }

  playerChanged(participantId: string): void {
    this.changed.add(participantId);
    this.gone.add(participantId);
    this.arrived.add(participantId);
  }

  /** Only the host reads of it. */
  reviewChanged(participantId: string): void {
    this.changed.add(participantId);
  }

  flush(): void {
    const now = this.now();
    if (now - this.staffTold >= staffEveryMs && this.tellStaff(now)) this.staffTold = now;
    const { size } = this.stage.audience.players;
    const lobbyEveryMs = Math.max(playersEveryMs, (1_000 * size) / mostToldPerSecond);
    if (now - this.playersTold >= lobbyEveryMs && this.tellLobby()) this.playersTold = now;
  }

  private tellStaff(now: number): boolean {
    const { state, audience } = this.stage;
    if (audience.hosts.size + audience.projectors.size === 0) {
      this.forget();
      return false;
    }
    if (!this.progressed && this.changed.size === 0) return false;
    const forHosts = messageFrame('hostProgress', progressView(state, now, true));
    audience.toHosts(() => forHosts);
    audience.toProjectors(messageFrame('hostProgress', progressView(state, now, false)));
    this.tellPlayers();
    this.tellNames();
    this.forget();
    return true;
  }

  private tellPlayers(): void {
    const { state, audience } = this.stage;
    const ids = this.everyPlayer ? state.players.keys() : this.changed;
    const changed = [...ids].flatMap((id) => {
      const player = state.players.get(id);
      return player ? [hostPlayer(state, player, besideOf(this.stage, id))] : [];
    });
    if (changed.length === 0) return;
    const frame = messageFrame('hostPlayers', { changed, removed: [] });
    audience.toHosts(() => frame);
  }

  private tellNames(): void {
    if (this.arrived.size + this.gone.size === 0) return;
    const { state, audience, nameOf } = this.stage;
    const added = [...this.arrived].flatMap((id) => {
      const player = state.players.get(id);
      return player?.kicked === false ? [lobbyName(player, nameOf(id))] : [];
    });
    const frame = messageFrame('lobbyChanged', { players: state.present, added, removed: [...this.gone] });
    audience.toStaff(() => frame);
  }

  private forget(): void {
    this.changed.clear();
    this.arrived.clear();
    this.gone.clear();
    this.progressed = false;
    this.everyPlayer = false;
  }

  private tellLobby(): boolean {
    const { state, audience } = this.stage;
    if (state.phase.name !== 'lobby' || state.present === this.lobbyCount) return false;
    this.lobbyCount = state.present;
    const frame = messageFrame('lobbyChanged', { players: state.present, added: null, removed: null });
    audience.toPlayers(() => frame);
    audience.toSpectators(() => frame);
    return true;
  }
}
