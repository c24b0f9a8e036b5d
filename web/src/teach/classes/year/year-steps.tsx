import { Button, Group, Paper, Radio, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SchoolClass, YearTurned } from '@tutti/client/admin';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Refusal } from '../../../desk/states/refusal.tsx';
import { classes as schoolClasses } from '../../../desk/tutti.ts';
import { classesKey } from '../use-classes.ts';
import { GoingAlong } from './going-along.tsx';
import { type ClassPlan, type Fate, firstPlan, going, yearAfter } from './plan.ts';
import classes from './year.module.css';

type Step = 'choose' | 'who' | 'summary';
const steps: readonly Step[] = ['choose', 'who', 'summary'];

export function YearSteps({ mine, onDone }: { mine: SchoolClass[]; onDone(): void }) {
  const queries = useQueryClient();
  const [year, setYear] = useState(() => yearAfter(mine, new Date()));
  const [plans, setPlans] = useState(() => mine.map(firstPlan));
  const [step, setStep] = useState<Step>('choose');
  const goOn = plans.filter(({ fate }) => fate === 'goesOn');
  const end = plans.filter(({ fate }) => fate === 'ends');
  const change = (id: string, part: Partial<ClassPlan>) =>
    setPlans((before) => before.map((one) => (one.schoolClass.id === id ? { ...one, ...part } : one)));
  const turn = useMutation({
    // a repeat gives the classes that were made before
    async mutationFn(): Promise<YearTurned['items']> {
      const { items } =
        goOn.length === 0
          ? { items: [] }
          : await schoolClasses.turnYear({
              schoolYear: year.trim(),
              classes: goOn.map(({ schoolClass: { id }, name, gradeLevel, leaving }) => ({
                id,
                name: name.trim(),
                gradeLevel: gradeLevel.trim(),
                leaving: [...leaving],
              })),
            });
      for (const { schoolClass } of end) await schoolClasses.changeClass(schoolClass.id, { archived: true });
      return items;
    },
    onSuccess() {
      onDone();
      return queries.invalidateQueries({ queryKey: classesKey });
    },
  });

  if (turn.data) return <Done made={turn.data} ended={end.map(({ schoolClass }) => schoolClass.name)} />;
  switch (step) {
    case 'choose':
      return (
        <ChooseStep
          year={year}
          onYear={setYear}
          plans={plans}
          onChange={change}
          onNext={() => setStep(goOn.length > 0 ? 'who' : 'summary')}
        />
      );
    case 'who':
      return (
        <WhoStep
          plans={goOn}
          onChange={change}
          onBack={() => setStep('choose')}
          onNext={() => setStep('summary')}
        />
      );
    case 'summary':
      return (
        <Summary
          year={year}
          goOn={goOn}
          end={end}
          error={turn.error}
          working={turn.isPending}
          onBack={() => setStep(goOn.length > 0 ? 'who' : 'choose')}
          onSubmit={() => turn.mutate()}
        />
      );
  }
}

interface StepFrameProps {
  step: Step;
  title: string;
  submit: string;
  working?: boolean;
  onSubmit(): void;
  onBack?(): void;
  children: ReactNode;
}

function StepFrame({ step, title, submit, working = false, onSubmit, onBack, children }: StepFrameProps) {
  const { t } = useTranslation('classes');
  const heading = useHeadingFocus(step !== 'choose');
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Paper shadow="sm" className={classes.step}>
        <Text size="sm" c="dimmed">
          {t('year.step', { step: steps.indexOf(step) + 1 })}
        </Text>
        <Title order={2} size="h3" ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
          {title}
        </Title>
        {children}
        <Group>
          {onBack && (
            <Button variant="default" onClick={onBack}>
              {t('year.back')}
            </Button>
          )}
          <Button type="submit" loading={working}>
            {submit}
          </Button>
        </Group>
      </Paper>
    </form>
  );
}

/** Screen readers hear where one is after a step. */
function useHeadingFocus(wanted: boolean) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (wanted) heading.current?.focus();
  }, [wanted]);
  return heading;
}

interface ChooseStepProps {
  year: string;
  onYear(year: string): void;
  plans: ClassPlan[];
  onChange(id: string, part: Partial<ClassPlan>): void;
  onNext(): void;
}

function ChooseStep({ year, onYear, plans, onChange, onNext }: ChooseStepProps) {
  const { t } = useTranslation(['classes', 'account']);
  const [tried, setTried] = useState(false);
  const chosen = plans.some(({ fate }) => fate !== 'stays');
  return (
    <StepFrame
      step="choose"
      title={t('year.chooseTitle')}
      submit={t('year.next')}
      onSubmit={() => {
        setTried(true);
        if (chosen && year.trim()) onNext();
      }}
    >
      <TextInput
        label={t('year.newYear')}
        value={year}
        onChange={(event) => onYear(event.currentTarget.value)}
        maxLength={20}
        maw="16rem"
        error={tried && !year.trim() ? t('account:fields.required') : null}
      />
      <ul className={classes.classes}>
        {plans.map(({ schoolClass: { id, name, schoolYear, students }, fate }) => (
          <li key={id}>
            <Radio.Group
              aria-label={t('year.what', { name })}
              label={<bdi className={classes.name}>{name}</bdi>}
              description={[schoolYear, t('list.students', { count: students ?? 0 })]
                .filter(Boolean)
                .join(' · ')}
              value={fate}
              onChange={(value) => onChange(id, { fate: value as Fate })}
            >
              <Group mt="xs" gap="lg">
                <Radio value="goesOn" label={t('year.goesOn')} />
                <Radio value="ends" label={t('year.ends')} />
                <Radio value="stays" label={t('year.stays')} />
              </Group>
            </Radio.Group>
          </li>
        ))}
      </ul>
      {tried && !chosen && (
        <Text c="wrong" role="alert">
          {t('year.chooseOne')}
        </Text>
      )}
    </StepFrame>
  );
}

interface WhoStepProps {
  plans: ClassPlan[];
  onChange(id: string, part: Partial<ClassPlan>): void;
  onBack(): void;
  onNext(): void;
}

function WhoStep({ plans, onChange, onBack, onNext }: WhoStepProps) {
  const { t } = useTranslation(['classes', 'account']);
  const [tried, setTried] = useState(false);
  return (
    <StepFrame
      step="who"
      title={t('year.whoTitle')}
      submit={t('year.next')}
      onBack={onBack}
      onSubmit={() => {
        setTried(true);
        if (plans.every(({ name }) => name.trim())) onNext();
      }}
    >
      <ul className={classes.classes}>
        {plans.map((plan) => (
          <li key={plan.schoolClass.id}>
            <Title order={3} size="h4" mb="xs">
              <bdi>{plan.schoolClass.name}</bdi>
            </Title>
            <Group align="flex-start" mb="sm">
              <TextInput
                label={t('year.newName')}
                value={plan.name}
                onChange={(event) => onChange(plan.schoolClass.id, { name: event.currentTarget.value })}
                maxLength={100}
                error={tried && !plan.name.trim() ? t('account:fields.required') : null}
              />
              <TextInput
                label={t('year.newGrade')}
                value={plan.gradeLevel}
                onChange={(event) => onChange(plan.schoolClass.id, { gradeLevel: event.currentTarget.value })}
                maxLength={20}
              />
            </Group>
            <GoingAlong plan={plan} onLeaving={(leaving) => onChange(plan.schoolClass.id, { leaving })} />
          </li>
        ))}
      </ul>
    </StepFrame>
  );
}

interface SummaryProps {
  year: string;
  goOn: ClassPlan[];
  end: ClassPlan[];
  error: unknown;
  working: boolean;
  onBack(): void;
  onSubmit(): void;
}

function Summary({ year, goOn, end, error, working, onBack, onSubmit }: SummaryProps) {
  const { t } = useTranslation('classes');
  return (
    <StepFrame
      step="summary"
      title={t('year.summaryTitle')}
      submit={t('year.submit')}
      working={working}
      onSubmit={onSubmit}
      onBack={onBack}
    >
      <ul className={classes.lines}>
        {goOn.map((plan) => (
          <li key={plan.schoolClass.id}>
            <strong>
              {t('year.becomes', { from: plan.schoolClass.name, to: `${plan.name.trim()} (${year.trim()})` })}
            </strong>
            <br />
            {t('year.counts', { going: going(plan), leaving: plan.leaving.size })}
          </li>
        ))}
        {end.map(({ schoolClass: { id, name } }) => (
          <li key={id}>{t('year.endsLine', { name })}</li>
        ))}
      </ul>
      <Text>{t('year.note')}</Text>
      {error !== null && <Refusal error={error} />}
    </StepFrame>
  );
}

function Done({ made, ended }: { made: YearTurned['items']; ended: string[] }) {
  const { t } = useTranslation('classes');
  const heading = useHeadingFocus(true);
  return (
    <Paper shadow="sm" className={classes.step}>
      <Title order={2} size="h3" ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
        {t('year.doneTitle')}
      </Title>
      <Stack gap="sm">
        {made.map(({ to, name, students }) => (
          <Group key={to}>
            <Text className={classes.name}>{t('year.made', { name, count: students })}</Text>
            <Button component={Link} to={`/teach/classes/${to}`} variant="default" size="sm">
              {t('year.open', { name })}
            </Button>
          </Group>
        ))}
        {ended.length > 0 && (
          <Text className={classes.name}>{t('year.putAway', { names: ended.join(', ') })}</Text>
        )}
      </Stack>
      <div>
        <Button component={Link} to="/teach/classes">
          {t('year.toClasses')}
        </Button>
      </div>
    </Paper>
  );
}
