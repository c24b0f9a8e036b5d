import { Paper, SimpleGrid, Stack, Switch, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FormPart, Item, Language } from './draft.ts';

interface TranslationFieldsProps extends FormPart {
  /** In which it is written. */
  first: Language;
}

/** The other language beside the first one; what is left empty is read in the first. */
export function TranslationFields({ draft, change, fault, first }: TranslationFieldsProps) {
  const { t } = useTranslation(['author', 'account']);
  const other: Language = first === 'en' ? 'es' : 'en';
  const texts = draft.i18n[other];
  const language = t(`account:language.${other}`);
  const set = (part: object) =>
    change({ i18n: { ...draft.i18n, [other]: { ...texts, ...part } } } as Partial<FormPart['draft']>);
  const setItem = (at: number, part: object) =>
    change({
      choices: draft.choices.map((choice, i) =>
        i === at
          ? ({ ...choice, i18n: { ...choice.i18n, [other]: { ...choice.i18n[other], ...part } } } as Item)
          : choice,
      ),
    });
  const line = (label: string, original: string, value: string, put: (v: string) => void, path = '') => (
    <SimpleGrid cols={{ base: 1, sm: 2 }} key={label}>
      <div lang={first}>
        <Text size="sm" fw={500}>
          {label}
        </Text>
        <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{original}</Text>
      </div>
      <Textarea
        autosize
        label={t('mission.inLanguage', { field: label, language })}
        lang={other}
        value={value}
        error={fault(path)}
        maxLength={2_000}
        onChange={({ currentTarget }) => put(currentTarget.value)}
      />
    </SimpleGrid>
  );
  return (
    <Paper withBorder p="md" component="section" aria-label={t('question.translation', { language })}>
      <Switch
        label={t('question.translate', { language })}
        checked={texts !== undefined}
        onChange={({ currentTarget: { checked } }) =>
          change({ i18n: checked ? { [other]: { prompt: '', explanation: '', hint: '' } } : {} })
        }
      />
      {texts && (
        <Stack mt="md">
          {line(
            t('question.prompt'),
            draft.prompt,
            texts.prompt,
            (prompt) => set({ prompt }),
            `i18n.${other}.prompt`,
          )}
          {draft.choices.map((choice, i) => {
            const number = i + 1;
            const own = choice.i18n[other];
            return [
              line(t('question.item', { number }), choice.text, own?.text ?? '', (text) =>
                setItem(i, { text }),
              ),
              choice.match &&
                line(t('question.right', { number }), choice.match, own?.match ?? '', (match) =>
                  setItem(i, { match }),
                ),
              choice.feedback &&
                line(t('question.feedback', { number }), choice.feedback, own?.feedback ?? '', (feedback) =>
                  setItem(i, { feedback }),
                ),
            ];
          })}
          {draft.kind === 'fill_blank' &&
            draft.spec.blanks.map(({ accepted }: { accepted: string[] }, i: number) =>
              line(
                t('question.blank', { number: i + 1 }),
                accepted.join(', '),
                texts.blanks?.[i] ?? '',
                (word) =>
                  set({
                    blanks: draft.spec.blanks.map((_: unknown, j: number) =>
                      i === j ? word : (texts.blanks?.[j] ?? ''),
                    ),
                  }),
                `i18n.${other}.blanks`,
              ),
            )}
          {draft.spec.unit &&
            line(t('question.unit'), draft.spec.unit, texts.unit ?? '', (unit) => set({ unit }))}
          {draft.spec.sample &&
            line(t('question.sample'), draft.spec.sample, texts.sample ?? '', (sample) => set({ sample }))}
          {line(t('question.explanation'), draft.explanation, texts.explanation, (explanation) =>
            set({ explanation }),
          )}
          {draft.hint && line(t('question.hint'), draft.hint, texts.hint, (hint) => set({ hint }))}
        </Stack>
      )}
    </Paper>
  );
}
