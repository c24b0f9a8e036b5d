import type { ChallengeEvent } from '../../src/domain/challenge/events.ts';
import { besideOf, messageFrame, type Stage } from './announcements.ts';
import { hostPlayer, lobbyName, progressView } from './class-views.ts';

const progressEveryMs = 100;
const lobbyEveryMs = 1_000;
/** Of a large class the list of players changes with every answer, and the lobby's number with everyone who comes: so many lines, and so many messages to players, are worth a second. */
const mostListedPerSecond = 2_000;
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
  private progressTold = 0;
  private listsTold = 0;
  private lobbyTold = 0;

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
    const { players, hosts, projectors } = this.stage.audience;
    const every = (ms: number, perSecond: number) => Math.max(ms, (1_000 * players.size) / perSecond);
    if (hosts.size + projectors.size === 0) this.forget();
    if (this.progressed && now - this.progressTold >= progressEveryMs) this.tellProgress(now);
    if (now - this.listsTold >= every(progressEveryMs, mostListedPerSecond)) this.tellLists(now);
    if (now - this.lobbyTold >= every(lobbyEveryMs, mostToldPerSecond)) this.tellLobby(now);
  }

  private tellProgress(now: number): void {
    const { state, audience } = this.stage;
    const forHosts = messageFrame('hostProgress', progressView(state, now, true));
    audience.toHosts(() => forHosts);
    audience.toProjectors(messageFrame('hostProgress', progressView(state, now, false)));
    this.progressed = false;
    this.progressTold = now;
  }

  private tellLists(now: number): void {
    if (!this.everyPlayer && this.changed.size + this.arrived.size + this.gone.size === 0) return;
    this.tellPlayers();
    this.tellNames();
    this.forgetLists();
    this.listsTold = now;
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
    const { state, audience, faceOf } = this.stage;
    const added = [...this.arrived].flatMap((id) => {
      const player = state.players.get(id);
      return player?.kicked === false ? [lobbyName(player, faceOf(id))] : [];
    });
    const frame = messageFrame('lobbyChanged', { players: state.present, added, removed: [...this.gone] });
    audience.toStaff(() => frame);
  }

  private forget(): void {
    this.progressed = false;
    this.forgetLists();
  }

  private forgetLists(): void {
    this.changed.clear();
    this.arrived.clear();
    this.gone.clear();
    this.everyPlayer = false;
  }

  private tellLobby(now: number): void {
    const { state, audience } = this.stage;
    if (state.phase.name !== 'lobby' || state.present === this.lobbyCount) return;
    this.lobbyCount = state.present;
    this.lobbyTold = now;
    const frame = messageFrame('lobbyChanged', { players: state.present, added: null, removed: null });
    audience.toPlayers(() => frame);
    audience.toSpectators(() => frame);
  }
}
