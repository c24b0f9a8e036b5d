import { Text, Title } from '@mantine/core';
import { IconFlame, IconHeartHandshake, IconRoute2, IconTrendingUp } from '@tabler/icons-react';
import type { AwardKind, Podium } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { usePercent } from '../../desk/percent.ts';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { TeamRows } from '../../shared/teams/team-rows.tsx';
import classes from './host.module.css';
import { Places } from './standings-stage.tsx';

const icons = {
  most_improved: IconTrendingUp,
  longest_streak: IconFlame,
  steady_hand: IconRoute2,
  best_teammate: IconHeartHandshake,
} satisfies Record<AwardKind, unknown>;

export function PodiumStage({ podium }: { podium: Podium }) {
  const { t } = useTranslation('teach');
  const percent = usePercent();
  return (
    <>
      <Title order={2}>{t('host.podium.title')}</Title>
      <TeamRows teams={podium.teams} />
      {podium.places.length === 0 ? (
        <Text c="dimmed">{t('host.standings.nobody')}</Text>
      ) : (
        <Places rows={podium.places} />
      )}
      {podium.awards.length > 0 && (
        <section>
          <Title order={3} mb="xs">
            {t('host.podium.awards')}
          </Title>
          <ul className={classes.awards}>
            {podium.awards.map(({ kind, nickname, value }) => {
              const Icon = icons[kind];
              return (
                <li key={kind}>
                  <Icon aria-hidden />
                  <span>
                    <bdi>{nickname}</bdi>
                    <span className={classes.awardKind}>
                      {kind === 'longest_streak'
                        ? t('host.podium.award.longest_streak', { count: value })
                        : t(`host.podium.award.${kind}`)}
                    </span>
                  </span>
                </li>
              );
            })}
          </ul>
        </section>
      )}
      {podium.hardest.length > 0 && (
        <section>
          <Title order={3} mb="xs">
            {t('host.podium.hardest')}
          </Title>
          <ol className={classes.hardest}>
            {podium.hardest.map(({ round, prompt, answer, rightShare }) => (
              <li key={round}>
                <strong>
                  <RichText text={prompt} />
                </strong>
                <span>{t('host.podium.hardestAnswer', { answer: plainText(answer) })}</span>
                <span className={classes.awardKind}>
                  {t('host.run.right', { percent: percent(rightShare) })}
                </span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}
