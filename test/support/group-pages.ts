import type { GroupMission } from '@tutti/client/groups';
import type { Locator, Page } from 'playwright-core';
import type { GroupMissionPlan } from '../../src/domain/group-mission/plan.ts';
import { group as groupWords } from '../../web/src/shared/i18n/en/group.ts';
import { filled, playerWords } from './class-pages.ts';
import { until } from './class-play.ts';
import { keyOf } from './group-play.ts';

export { groupWords };

const player = playerWords.en;

/** What a learner of a group sees and does on the own page, in English. */
export class GroupPage {
  readonly page: Page;
  readonly name: string;

  constructor(page: Page, name: string) {
    this.page = page;
    this.name = name;
  }

  /** By the PIN, as a guest. */
  async join(url: string, pin: string): Promise<void> {
    await this.page.goto(url);
    await this.page.getByLabel(player.pin.label).fill(pin);
    await this.page.getByLabel(player.name.title).fill(this.name);
    await this.button(player.name.submit).click();
    await this.people.waitFor();
  }

  /** The one sentence on top. */
  get now(): Locator {
    return this.page.getByRole('region', { name: groupWords.now.label });
  }

  get people(): Locator {
    return this.page.getByRole('list', { name: groupWords.people.title });
  }

  get choices(): Locator {
    return this.page.getByRole('group', { name: player.question.choices }).getByRole('button');
  }

  untilTold(sentence: string, names = ''): Promise<void> {
    return this.now.getByText(filled(sentence, { names }), { exact: true }).waitFor();
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { level: 1, name, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true, disabled: false });
  }

  untilTask(task: number, of: number): Promise<void> {
    const label = filled(groupWords.task.label, { task: task + 1, of });
    return this.page.getByText(`${label} ·`).waitFor();
  }

  /** Does what the group waits for, until that is so. `peer` is somebody else of the same group. */
  async playUntil(
    isThere: (peer: GroupMission) => boolean,
    { peer, plan }: { peer: GroupMission; plan: GroupMissionPlan },
  ): Promise<void> {
    while (!isThere(peer)) {
      const { step } = peer.view;
      await this.doNext(peer, plan);
      await until(
        () => peer.view.step > step || isThere(peer),
        `the group goes on with ${this.name}`,
        20_000,
      );
    }
  }

  private async doNext(peer: GroupMission, plan: GroupMissionPlan): Promise<void> {
    const { stage, table } = peer.view;
    if (stage.name === 'lobby') await this.button(groupWords.lobby.ready).click();
    if (stage.name === 'scene') await this.button(groupWords.scene.ready).click();
    if (stage.name === 'reveal') await this.button(groupWords.reveal.ready).click();
    if (stage.name !== 'task') return;
    const own = table.learners.find(({ nickname }) => nickname === this.name)!;
    const { task, of, way } = stage.task;
    if (way === 'turns' && table.turn !== own.participantId) return;
    await this.untilTask(task, of);
    for (let left = own.holds; left > 0; left--) await this.button(groupWords.clues.share).first().click();
    await this.answer(keyOf(plan, task), way === 'turns');
  }

  async answer(key: readonly number[], forAll: boolean): Promise<void> {
    const choices = this.page
      .getByRole('group', { name: player.question.choices })
      .getByRole('button', { disabled: false });
    for (const place of key) await choices.nth(place).click();
    if (forAll) await this.button(groupWords.task.sendForAll).click();
    else if (key.length > 1) await this.button(groupWords.task.send).click();
  }
}
