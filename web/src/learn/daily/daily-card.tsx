import { Button, Group, Progress, Skeleton, Stack, Text } from '@mantine/core';
import { IconFlag } from '@tabler/icons-react';
import type { DailyChallenge, DailyUnit, OwnDailyChallenges } from '@tutti/client/admin';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useRegion } from '../../desk/language.ts';
import cards from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { practiceAnchor } from '../practice-card.tsx';
import { TakeButton } from '../take-button.tsx';
import own from './daily.module.css';
import { type Claimable, useAmounts, useClaim, useDaily, useDailyTexts, useStepText } from './use-daily.ts';

/** [DAY-5] The challenge of the own day: what it is, how far one is, and what it gives. Nothing where there is none. */
export function DailyCard() {
  const { t } = useTranslation('daily');
  const query = useDaily();
  const claim = useClaim();
  const isEmpty = query.data && query.data.today === null && query.data.waiting.length === 0;
  if (isEmpty && !claim.isSuccess) return null;
  return (
    <Card title={t('title')} Icon={IconFlag}>
      <QueryView query={query} skeleton={<Skeleton height={120} />}>
        {({ today, waiting }) => (
          <>
            {today && <Today challenge={today} claim={claim} />}
            {waiting.length > 0 && <Waiting waiting={waiting} claim={claim} />}
            {claim.isSuccess && claim.variables.id !== today?.id && (
              <Got key={claim.variables.id} claimed={claim.variables} />
            )}
          </>
        )}
      </QueryView>
      {claim.error && <Refusal error={claim.error} />}
    </Card>
  );
}

type Claim = ReturnType<typeof useClaim>;

function Today({ challenge, claim }: { challenge: DailyChallenge; claim: Claim }) {
  const { t } = useTranslation('daily');
  const amounts = useAmounts(challenge);
  const { title, description } = useDailyTexts()(challenge);
  const { state, steps } = challenge;
  return (
    <Stack gap="xs">
      <Text>
        <Text span fw={700}>
          {title}
        </Text>
        {state === 'open' && ` · ${description}`}
        {state === 'done' && ` · ${t('done')}`}
      </Text>
      {state === 'open' && (
        <>
          {steps.length > 1 && <Text>{t('anyOne')}</Text>}
          <Steps steps={steps} />
          <Ways steps={steps}>{t('gives', amounts)}</Ways>
        </>
      )}
      {state === 'done' && (
        <>
          <TakeButton style={{ alignSelf: 'start' }} {...takes(claim, challenge)}>
            {t('claim', amounts)}
          </TakeButton>
          <Text c="dimmed">{t('byItself')}</Text>
        </>
      )}
      {state === 'claimed' &&
        (claim.isSuccess && claim.variables.id === challenge.id ? (
          <TakesFocus>{t('claimed', amounts)}</TakesFocus>
        ) : (
          <Text fw={650}>{t('claimed', amounts)}</Text>
        ))}
    </Stack>
  );
}

const takes = (claim: Claim, challenge: Claimable) => ({
  isTaking: claim.isPending && claim.variables.id === challenge.id,
  isBusy: claim.isPending,
  onTake: () => claim.mutate(challenge),
});

function Got({ claimed }: { claimed: Claimable }) {
  const { t } = useTranslation('daily');
  return <TakesFocus>{t('got', useAmounts(claimed))}</TakesFocus>;
}

/** Where a button was pressed that has gone: the focus would be nowhere. */
function TakesFocus({ children }: { children: ReactNode }) {
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const { activeElement, body } = document;
    if (activeElement === null || activeElement === body) line.current?.focus();
  }, []);
  return (
    <Text ref={line} tabIndex={-1} fw={650} style={{ outline: 'none' }}>
      {children}
    </Text>
  );
}

function Steps({ steps }: Pick<DailyChallenge, 'steps'>) {
  const stepText = useStepText();
  return (
    <ul className={own.steps}>
      {steps.map((step) => (
        <li key={stepText(step)}>
          <Text>{stepText(step)}</Text>
          <Progress size="lg" radius="xl" value={(100 * step.value) / step.target} aria-hidden />
        </li>
      ))}
    </ul>
  );
}

const ofPractice: readonly DailyUnit[] = ['practices', 'mended'];

/** Where it can be done, and what for. */
function Ways({ steps, children }: Pick<DailyChallenge, 'steps'> & { children: string }) {
  const { t } = useTranslation('daily');
  return (
    <Group gap="sm">
      <Button component={Link} to="/home/missions" variant="default">
        {t('toMissions')}
      </Button>
      {steps.some(({ unit }) => ofPractice.includes(unit)) && (
        <Button component="a" href={`#${practiceAnchor}`} variant="default">
          {t('toPractice')}
        </Button>
      )}
      <Text c="dimmed" flex="1 1 6rem">
        {children}
      </Text>
    </Group>
  );
}

function Waiting({ waiting, claim }: { waiting: OwnDailyChallenges['waiting']; claim: Claim }) {
  const { t } = useTranslation('daily');
  return (
    <Stack gap="sm">
      <Text fw={650}>{t('waiting')}</Text>
      <ul className={cards.list}>
        {waiting.map((one) => (
          <WaitingRow key={one.id} challenge={one} claim={claim} />
        ))}
      </ul>
    </Stack>
  );
}

function WaitingRow({
  challenge,
  claim,
}: {
  challenge: OwnDailyChallenges['waiting'][number];
  claim: Claim;
}) {
  const { t } = useTranslation('daily');
  const amounts = useAmounts(challenge);
  const { title } = useDailyTexts()(challenge);
  // a day of the learner's own: it is not moved into this device's zone
  const day = new Intl.DateTimeFormat(useRegion(), { timeZone: 'UTC', day: 'numeric', month: 'long' });
  return (
    <li className={cards.row}>
      <div className={cards.rowText}>
        <Text>{t('from', { title, day: day.format(new Date(challenge.day)) })}</Text>
      </div>
      <TakeButton
        variant="default"
        aria-label={t('claimOf', { ...amounts, title })}
        {...takes(claim, challenge)}
      >
        {t('claim', amounts)}
      </TakeButton>
    </li>
  );
}
