import { Skeleton, Text } from '@mantine/core';
import { IconMusic, IconRoute } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Season } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useLanguage, useRegion } from '../../desk/language.ts';
import cards from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { codeOf } from '../../desk/states/problem.ts';
import { QueryView } from '../../desk/states/query-view.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { progress } from '../../desk/tutti.ts';
import { BackHome } from '../back-home.tsx';
import classes from './season.module.css';
import { Standing } from './standing.tsx';
import { type SeasonStep, Step, stepId } from './step.tsx';
import { seasonKey, useRewardText, useSeason } from './use-season.ts';

/** [SEA-5] The track of the season: what is reached, what each level brings, and until when it goes on. */
export function Component() {
  const { t } = useTranslation('season');
  return (
    <>
      <PageHeading title={t('title')} lead={t('lead')} actions={<BackHome>{t('back')}</BackHome>} />
      <QueryView query={useSeason()} skeleton={<Skeleton height={400} radius="lg" />}>
        {({ season }) =>
          season ? (
            <Track season={season} />
          ) : (
            <Panel mood="glad" title={t('none.title')}>
              {t('none.body')}
            </Panel>
          )
        }
      </QueryView>
    </>
  );
}

function Track({ season }: { season: Season }) {
  const { t } = useTranslation('season');
  const rewardText = useRewardText();
  const { take, said } = useTake(season);
  const next = season.track.find(({ isReached }) => !isReached)?.level;
  return (
    <div className={cards.cards}>
      <Card title={season.name} Icon={IconMusic} wide>
        {season.round > 1 && <Text c="dimmed">{t('round', { round: season.round })}</Text>}
        <Text>{season.description}</Text>
        <Standing season={season} />
        <Until day={season.endsOn} />
        <div role="status">{said && <Text fw={650}>{said(rewardText)}</Text>}</div>
        {take.error && <Refused error={take.error} />}
      </Card>
      <Card title={t('track')} Icon={IconRoute} wide>
        <ol className={classes.track}>
          {season.track.map((step) => (
            <Step
              key={step.level}
              step={step}
              isNext={step.level === next}
              taking={take.isPending ? take.variables.level : null}
              onTake={take.mutate}
            />
          ))}
        </ol>
      </Card>
    </div>
  );
}

function useTake({ id }: Season) {
  const { t } = useTranslation('season');
  const locale = useLanguage();
  const client = useQueryClient();
  const take = useMutation({
    mutationFn: ({ level }: SeasonStep) => progress.claimLevel(id, level, locale),
    onSettled: () =>
      Promise.all(
        [seasonKey, ['progress'], ['avatars']].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
    // the button is gone: its level takes over
    onSuccess: (_given, { level }) => document.getElementById(stepId(level))?.focus(),
  });
  const said =
    take.isSuccess &&
    ((rewardText: ReturnType<typeof useRewardText>) => {
      const { given, isOver } = take.data;
      const reward = rewardText(given);
      return isOver ? t('takenOver', { reward }) : t('taken', { reward, level: take.variables.level });
    });
  return { take, said };
}

/** A day of the learner's own zone: it is not moved into this device's. */
function Until({ day }: { day: string }) {
  const { t } = useTranslation('season');
  const format = new Intl.DateTimeFormat(useRegion(), { timeZone: 'UTC', day: 'numeric', month: 'long' });
  return <Text c="dimmed">{t('until', { day: format.format(new Date(day)) })}</Text>;
}

function Refused({ error }: { error: Error }) {
  const { t } = useTranslation('season');
  const code = codeOf(error);
  if (code !== 'season/not-reached' && code !== 'season/not-found') return <Refusal error={error} />;
  return (
    <Text c="wrong" role="alert">
      {t(`errors.${code}`)}
    </Text>
  );
}
