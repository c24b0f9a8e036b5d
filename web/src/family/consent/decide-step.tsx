import { Alert, Button, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ConsentRequestView, Decisions } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Door } from '../../desk/account/door.tsx';
import { useDay } from '../../desk/dates.ts';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { family } from '../../desk/tutti.ts';
import classes from '../family.module.css';
import { FamilyRefusal } from '../family-refusal.tsx';
import { DirectNotice } from '../notice/direct-notice.tsx';
import type { AnswerMethod } from './decisions.ts';
import { MethodChoice } from './method-choice.tsx';
import { ScopeChoices } from './scope-choices.tsx';

interface DecideStepProps {
  token: string;
  request: ConsentRequestView;
  decisions: Decisions;
  onDecisions(decisions: Decisions): void;
  method: AnswerMethod;
  onMethod(method: AnswerMethod): void;
  onGo(): void;
  onRefused(how: 'refused' | 'stopped'): void;
}

/** Who asks, what it is, what is allowed: one page, read from top to bottom. [CON-5] */
export function DecideStep(props: DecideStepProps) {
  const { token, request, decisions, onDecisions, method, onMethod, onGo, onRefused } = props;
  const { t } = useTranslation('family');
  const day = useDay();
  const { ask, dialog } = useAskOnce();
  const [nothingOn, setNothingOn] = useState(false);
  const refuse = useMutation({
    mutationFn: () => family.refuse(token),
    onSuccess: ({ next }) => onRefused(next === 'stopped' ? next : 'refused'),
  });
  const stops = request.refusing === 'stopped';
  const child = request.child.nickname;
  const names = { child, school: request.organization.name };

  return (
    <Door title={t('consent.title', names)} wide>
      <div className={classes.lead}>
        {request.status === 'answered' && (
          <Alert color="caution">{t('consent.alreadyAnswered', { contact: request.contact })}</Alert>
        )}
        <Text>{t('consent.who', names)}</Text>
        <Text>{t('consent.what')}</Text>
        <Text>
          {stops
            ? t('consent.school', names)
            : t('consent.until', { ...names, date: day(request.expiresAt) })}
        </Text>
      </div>

      <section className={classes.section} aria-labelledby="scopes">
        <Title order={2} size="h3" id="scopes">
          {t('consent.scopesTitle', names)}
        </Title>
        <Text c="dimmed">{t('consent.scopesLead')}</Text>
        <ScopeChoices
          offers={request.scopes}
          child={child}
          decisions={decisions}
          onDecisions={(next) => {
            setNothingOn(false);
            onDecisions(next);
          }}
          method={method}
          onSignedForm={() => onMethod('signed_form')}
        />
      </section>

      <section className={classes.section} aria-labelledby="notice">
        <Title order={2} size="h3" id="notice">
          {t('notice.directTitle')}
        </Title>
        <DirectNotice {...names} notice={request.notice} coordinator={request.coordinator} known={stops} />
      </section>

      <section className={classes.section} aria-labelledby="method">
        <Title order={2} size="h3" id="method">
          {t('method.title')}
        </Title>
        <MethodChoice value={method} onChange={onMethod} methods={request.methods} {...names} />
      </section>

      <div className={classes.section} role="alert">
        {nothingOn && (
          <Alert color="caution">{t(stops ? 'consent.nothingOnSay' : 'consent.nothingOn', names)}</Alert>
        )}
        {refuse.error && <FamilyRefusal error={refuse.error} />}
      </div>
      <div className={classes.answers}>
        <Button size="lg" onClick={() => (decisions.account ? onGo() : setNothingOn(true))}>
          {t('consent.go')}
        </Button>
        <Button
          size="lg"
          variant="default"
          loading={refuse.isPending}
          onClick={() =>
            ask({
              title: t(stops ? 'consent.sayTitle' : 'consent.refuseTitle'),
              body: t(stops ? 'consent.sayBody' : 'consent.refuseBody', names),
              yes: t(stops ? 'consent.sayYes' : 'consent.refuseYes'),
              onYes: () => refuse.mutateAsync().then(undefined, () => undefined),
            })
          }
        >
          {t(stops ? 'consent.say' : 'consent.refuse')}
        </Button>
      </div>
      <Text size="sm" c="dimmed" mt="sm">
        {t('consent.later')}
      </Text>
      {dialog}
    </Door>
  );
}
