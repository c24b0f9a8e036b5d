import { Button, Group, Stack, Switch, TagsInput, Text, Textarea } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type FormPart, withBlanks } from '../draft.ts';
import { MoveButtons, moved } from '../move-buttons.tsx';

interface Blank {
  accepted: string[];
  typo: boolean;
}

export function BlankFields({ draft, change, fault }: FormPart) {
  const { t } = useTranslation('author');
  const blanks: Blank[] = draft.spec.blanks;
  const set = (at: number, part: Partial<Blank>) =>
    change({ spec: { blanks: blanks.map((blank, i) => (i === at ? { ...blank, ...part } : blank)) } });
  return (
    <Stack>
      <Text c="dimmed">{t('question.blankHint')}</Text>
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={20} aria-hidden />}
          disabled={blanks.length >= 10}
          onClick={() => change(withBlanks({ ...draft, prompt: `${draft.prompt.trimEnd()} ___` }))}
        >
          {t('question.addBlank')}
        </Button>
      </Group>
      {blanks.map((blank, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a blank is its place in the text
        <Stack key={i} gap="xs">
          <TagsInput
            label={t('question.blank', { number: i + 1 })}
            description={t('question.tagHint')}
            value={blank.accepted}
            maxTags={20}
            acceptValueOnBlur
            error={fault(`spec.blanks.${i}`)}
            onChange={(accepted) => set(i, { accepted })}
          />
          <Switch
            label={t('question.typo', { number: i + 1 })}
            checked={blank.typo}
            onChange={({ currentTarget: { checked } }) => set(i, { typo: checked })}
          />
        </Stack>
      ))}
    </Stack>
  );
}

export function OpenTextFields({ draft, change, fault }: FormPart) {
  const { t } = useTranslation('author');
  const ideas: string[][] | null = draft.spec.keywords;
  const set = (keywords: string[][] | null) => change({ spec: { ...draft.spec, keywords } });
  return (
    <Stack>
      <Switch
        label={t('question.byHost')}
        checked={ideas === null}
        onChange={({ currentTarget: { checked } }) => set(checked ? null : [[]])}
      />
      {ideas?.map((words, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an idea is its place in the list
        <Group key={i} align="flex-end">
          <TagsInput
            flex="1 1 14rem"
            label={t('question.idea', { number: i + 1 })}
            description={t('question.tagHint')}
            value={words}
            maxTags={10}
            acceptValueOnBlur
            error={fault(`spec.keywords.${i}`)}
            onChange={(next) => set(ideas.map((other, j) => (i === j ? next : other)))}
          />
          <MoveButtons
            what={t('question.idea', { number: i + 1 })}
            at={i}
            of={ideas.length}
            onMove={(to) => set(moved(ideas, i, to))}
            onRemove={ideas.length > 1 ? () => set(ideas.filter((_, j) => j !== i)) : undefined}
          />
        </Group>
      ))}
      {ideas && ideas.length < 10 && (
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={20} aria-hidden />}
            onClick={() => set([...ideas, []])}
          >
            {t('question.addIdea')}
          </Button>
        </Group>
      )}
      <Textarea
        autosize
        label={t('question.sample')}
        value={draft.spec.sample ?? ''}
        maxLength={500}
        onChange={({ currentTarget: { value } }) => change({ spec: { ...draft.spec, sample: value } })}
      />
    </Stack>
  );
}
