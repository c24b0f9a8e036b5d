import {
  Button,
  Group,
  MultiSelect,
  NativeSelect,
  NumberInput,
  Paper,
  Stack,
  Switch,
  Text,
  Textarea,
  Title,
} from '@mantine/core';
import { authoringBounds, type MissionDraft, usualWorth } from '@tutti/client/admin';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QuestionPreview, type ShownQuestion } from '../library/question-preview.tsx';
import classes from './author.module.css';
import { type Draft, type FormPart, faultsOf, toSend, withBlanks } from './draft.ts';
import { AreaFields } from './kinds/area-fields.tsx';
import { ItemsField } from './kinds/items-field.tsx';
import { NumericFields, SliderFields, SpecNumber } from './kinds/number-fields.tsx';
import { BlankFields, OpenTextFields } from './kinds/word-fields.tsx';
import { MediaField } from './media-field.tsx';
import { TranslationFields } from './translation-fields.tsx';

interface QuestionFormProps {
  mission: MissionDraft;
  draft: Draft;
  number: number;
  saving: boolean;
  onChange(draft: Draft): void;
  onSave(question: ReturnType<typeof toSend>): void;
  onCancel(): void;
}

/** A question of any kind, and beside it what the class will see. */
export function QuestionForm({
  mission,
  draft,
  number,
  saving,
  onChange,
  onSave,
  onCancel,
}: QuestionFormProps) {
  const { t } = useTranslation('author');
  const [checked, setChecked] = useState(false);
  const faults = checked ? faultsOf(draft) : [];
  const part: FormPart = {
    draft,
    change: (some) => onChange({ ...draft, ...some }),
    fault(path) {
      const found = faults.find((fault) => fault.path === path);
      return found && t(`faults.${found.code}`);
    },
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setChecked(true);
    const form = event.currentTarget;
    if (faultsOf(draft).length === 0) onSave(toSend(draft));
    else requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };
  return (
    <form noValidate onSubmit={submit} className={classes.columns}>
      <Stack gap="lg">
        <Fields {...part} mission={mission} />
        {faults.length > 0 && (
          <Text c="wrong" role="alert">
            {t('faults.summary')}
          </Text>
        )}
        <Group>
          <Button type="submit" loading={saving}>
            {t('save')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
      <Paper shadow="sm" p="md" component="section" className={classes.preview} lang={mission.locale}>
        <Title order={2} size="h3">
          {t('question.preview')}
        </Title>
        <QuestionPreview question={draft as ShownQuestion} number={number} showAnswers />
      </Paper>
    </form>
  );
}

function Fields({ mission, ...part }: FormPart & { mission: MissionDraft }) {
  const { t } = useTranslation('author');
  const { draft, change, fault } = part;
  return (
    <>
      <Textarea
        autosize
        minRows={2}
        label={t('question.prompt')}
        description={t('question.promptHint')}
        value={draft.prompt}
        error={fault('prompt')}
        maxLength={1_000}
        onChange={({ currentTarget: { value } }) => change(withBlanks({ ...draft, prompt: value }))}
      />
      <MediaField
        shown={draft.media}
        isElsewhere={draft.kind === 'hotspot'}
        error={fault('media')}
        altError={fault('media.alt')}
        onChange={(media) => change({ media })}
      />
      <ItemsField {...part} />
      <KindFields {...part} />
      {(draft.kind === 'multiple_choice' || draft.kind === 'ordering') && (
        <Switch
          label={t('question.partial')}
          checked={draft.partial}
          onChange={({ currentTarget: { checked } }) => change({ partial: checked })}
        />
      )}
      <Group align="flex-start">
        <NumberInput
          flex="1 1 10rem"
          label={t('question.seconds')}
          value={Number.isNaN(draft.timeLimitSeconds) ? '' : draft.timeLimitSeconds}
          error={fault('timeLimitSeconds')}
          min={5}
          max={300}
          allowDecimal={false}
          clampBehavior="blur"
          hideControls
          onChange={(value) => change({ timeLimitSeconds: typeof value === 'number' ? value : Number.NaN })}
        />
        <NativeSelect
          flex="1 1 10rem"
          label={t('question.points')}
          value={String(draft.points)}
          data={([0, 1, 2] as const).map((points) => ({
            value: String(points),
            label: t(`question.points${points}`),
          }))}
          onChange={({ currentTarget: { value } }) => change({ points: Number(value) as 0 | 1 | 2 })}
        />
      </Group>
      <Textarea
        autosize
        label={t('question.explanation')}
        value={draft.explanation}
        maxLength={2_000}
        onChange={({ currentTarget: { value } }) => change({ explanation: value })}
      />
      <Textarea
        autosize
        label={t('question.hint')}
        value={draft.hint ?? ''}
        maxLength={500}
        onChange={({ currentTarget: { value } }) => change({ hint: value })}
      />
      {draft.hint && (
        <NumberInput
          label={t('question.hintCost')}
          description={t('question.hintCostHint')}
          value={Number.isNaN(draft.hintCost) ? '' : (draft.hintCost ?? usualWorth.hintCost)}
          error={fault('hintCost')}
          min={0}
          max={authoringBounds.hintCost}
          allowDecimal={false}
          clampBehavior="blur"
          hideControls
          onChange={(value) => change({ hintCost: typeof value === 'number' ? value : Number.NaN })}
        />
      )}
      {mission.objectives.length > 0 && (
        <MultiSelect
          label={t('question.goals')}
          value={draft.objectives}
          data={mission.objectives.map(({ slug, text }) => ({ value: slug, label: text }))}
          onChange={(objectives) => change({ objectives })}
        />
      )}
      <TranslationFields {...part} first={mission.locale} />
    </>
  );
}

function KindFields(part: FormPart) {
  switch (part.draft.kind) {
    case 'fill_blank':
      return <BlankFields {...part} />;
    case 'numeric':
      return <NumericFields {...part} />;
    case 'slider':
      return <SliderFields {...part} />;
    case 'hotspot':
      return <AreaFields {...part} />;
    case 'poll':
      return <SpecNumber part={part} name="most" min={1} max={6} />;
    case 'word_cloud':
      return <SpecNumber part={part} name="words" min={1} max={5} />;
    case 'open_text':
      return <OpenTextFields {...part} />;
    default:
      return null;
  }
}
