import {
  Button,
  Group,
  NativeSelect,
  NumberInput,
  Paper,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { MissionChange } from '@tutti/client/admin';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../desk/language.ts';
import { tutti } from '../../desk/tutti.ts';
import { type AloneFacts, AloneFields, isSoundAlone } from './alone-fields.tsx';
import type { Language } from './draft.ts';
import { MoveButtons, moved } from './move-buttons.tsx';

export interface Facts extends Omit<MissionChange, 'objectives' | 'i18n' | keyof AloneFacts>, AloneFacts {
  objectives: { slug?: string; text: string; i18n: Partial<Record<Language, { text: string }>> }[];
  i18n: Partial<Record<Language, { title: string; description: string }>>;
}

interface MissionFormProps {
  facts: Facts;
  /** In which it is written. */
  locale: Language;
  submit: string;
  saving: boolean;
  /** null: it is only begun. */
  missionId?: string | null;
  /** What the server refused. */
  error?: unknown;
  /** What it refused this of. */
  sent?: MissionChange;
  children?: ReactNode;
  onChange(facts: Facts): void;
  onSave(facts: MissionChange): void;
}

/** What a mission says of itself. */
export function MissionForm({
  facts,
  locale,
  submit,
  saving,
  missionId = null,
  error,
  sent,
  children,
  onChange,
  onSave,
}: MissionFormProps) {
  const { t } = useTranslation(['author', 'teach', 'account']);
  const [checked, setChecked] = useState(false);
  const language = useLanguage();
  const topics = useQuery({ queryKey: ['topics', language], queryFn: () => tutti.topics() });
  const change = (part: Partial<Facts>) => onChange({ ...facts, ...part });
  const other: Language = locale === 'en' ? 'es' : 'en';
  const translated = facts.i18n[other];
  const lacks = (text: string) => (checked && text.trim() === '' ? t('faults.no-text') : undefined);
  const tongue = t(`account:language.${other}`);
  const sound = () =>
    [facts.title, facts.description, ...facts.objectives.map(({ text }) => text)].every((text) =>
      text.trim(),
    ) &&
    isSoundAlone(facts) &&
    (!translated || (translated.title.trim() !== '' && translated.description.trim() !== ''));
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setChecked(true);
    const form = event.currentTarget;
    if (!sound()) {
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
      return;
    }
    const objectives = facts.objectives.map(({ slug, text, i18n }) => ({
      ...(slug !== undefined && { slug }),
      text,
      i18n: i18n[other]?.text ? { [other]: { text: i18n[other].text } } : {},
    }));
    onSave({ ...facts, objectives });
  };
  const text = (value: string, put: (value: string) => void) => ({
    value,
    error: lacks(value),
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => put(currentTarget.value),
  });
  return (
    <Paper shadow="sm" p="md" component="form" noValidate onSubmit={send}>
      <Stack>
        {children}
        <TextInput
          label={t('mission.name')}
          maxLength={120}
          {...text(facts.title, (title) => change({ title }))}
        />
        <Textarea
          autosize
          label={t('mission.description')}
          maxLength={600}
          {...text(facts.description, (description) => change({ description }))}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NativeSelect
            label={t('mission.topic')}
            value={facts.topic ?? ''}
            data={[
              { value: '', label: t('mission.noTopic') },
              ...(topics.data ?? []).map(({ slug, name }) => ({ value: slug, label: name })),
            ]}
            onChange={({ currentTarget: { value } }) => change({ topic: value || null })}
          />
          <NativeSelect
            label={t('mission.difficulty')}
            value={facts.difficulty}
            data={(['easy', 'medium', 'hard'] as const).map((value) => ({
              value,
              label: t(`teach:mission.difficulty.${value}`),
            }))}
            onChange={({ currentTarget: { value } }) => change({ difficulty: value as Facts['difficulty'] })}
          />
        </SimpleGrid>
        <SimpleGrid cols={3}>
          {(['from', 'to'] as const).map((end) => (
            <NumberInput
              key={end}
              label={t(end === 'from' ? 'mission.ageFrom' : 'mission.ageTo')}
              value={facts.ages[end]}
              min={end === 'from' ? 5 : facts.ages.from}
              max={18}
              clampBehavior="blur"
              hideControls
              onChange={(value) => change({ ages: { ...facts.ages, [end]: Number(value) } })}
            />
          ))}
          <NumberInput
            label={t('mission.minutes')}
            value={facts.estimatedMinutes}
            min={1}
            max={240}
            hideControls
            onChange={(value) => change({ estimatedMinutes: Number(value) })}
          />
        </SimpleGrid>
        <Goals facts={facts} other={translated ? other : null} change={change} lacks={lacks} />
        <AloneFields
          facts={facts}
          missionId={missionId}
          checked={checked}
          error={error}
          sent={sent?.requires}
          change={change}
        />
        <Switch
          label={t('mission.translate', { language: tongue })}
          checked={translated !== undefined}
          onChange={({ currentTarget: { checked: on } }) =>
            change({ i18n: on ? { [other]: { title: '', description: '' } } : {} })
          }
        />
        {translated && (
          <Stack lang={other}>
            <TextInput
              label={t('mission.inLanguage', { field: t('mission.name'), language: tongue })}
              maxLength={120}
              {...text(translated.title, (title) => change({ i18n: { [other]: { ...translated, title } } }))}
            />
            <Textarea
              autosize
              label={t('mission.inLanguage', { field: t('mission.description'), language: tongue })}
              maxLength={600}
              {...text(translated.description, (description) =>
                change({ i18n: { [other]: { ...translated, description } } }),
              )}
            />
          </Stack>
        )}
        <Group>
          <Button type="submit" loading={saving}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

interface GoalsProps {
  facts: Facts;
  other: Language | null;
  change(part: Partial<Facts>): void;
  lacks(text: string): string | undefined;
}

function Goals({ facts: { objectives }, other, change, lacks }: GoalsProps) {
  const { t } = useTranslation(['author', 'account']);
  const set = (next: Facts['objectives']) => change({ objectives: next });
  return (
    <Stack component="section" gap="xs" aria-label={t('mission.objectives')}>
      <Text fw={650}>{t('mission.objectives')}</Text>
      {objectives.map((goal, i) => {
        const label = t('mission.objective', { number: i + 1 });
        const put = (part: Partial<typeof goal>) =>
          set(objectives.map((one, j) => (i === j ? { ...goal, ...part } : one)));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a goal is its place in the list
          <Group key={i} align="flex-end">
            <TextInput
              flex="1 1 14rem"
              label={label}
              value={goal.text}
              error={lacks(goal.text)}
              maxLength={200}
              onChange={({ currentTarget: { value } }) => put({ text: value })}
            />
            {other && (
              <TextInput
                flex="1 1 14rem"
                lang={other}
                label={t('mission.inLanguage', { field: label, language: t(`account:language.${other}`) })}
                value={goal.i18n[other]?.text ?? ''}
                maxLength={200}
                onChange={({ currentTarget: { value } }) => put({ i18n: { [other]: { text: value } } })}
              />
            )}
            <MoveButtons
              what={label}
              at={i}
              of={objectives.length}
              onMove={(to) => set(moved(objectives, i, to))}
              onRemove={() => set(objectives.filter((_, j) => j !== i))}
            />
          </Group>
        );
      })}
      {objectives.length < 12 && (
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={20} aria-hidden />}
            onClick={() => set([...objectives, { text: '', i18n: {} }])}
          >
            {t('mission.addObjective')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
