/** The part of a written question that decides which answers are right. */
export interface WrittenAnswer {
  kind: 'single_choice' | 'multiple_choice' | 'true_false';
  choices?: Partial<Record<string, string>> | undefined;
  answer: boolean | string | string[];
  feedback?: Partial<Record<string, string>> | undefined;
  partial?: boolean | undefined;
}

export interface AnswerFault {
  path: (string | number)[];
  code: `content/${string}`;
  message: string;
}

/** Everything that is wrong with how a question names its right answer; an empty list means that it is sound. */
export function checkAnswer(question: WrittenAnswer): AnswerFault[] {
  const faults = question.kind === 'true_false' ? checkTrueFalse(question) : checkChoices(question);
  const known = choiceIds(question);
  for (const id of Object.keys(question.feedback ?? {})) {
    if (known.includes(id)) continue;
    faults.push({
      path: ['feedback', id],
      code: 'content/unknown-choice',
      message: `This feedback belongs to the choice "${id}", but the question has no such choice.`,
    });
  }
  if (question.partial !== undefined && question.kind !== 'multiple_choice') {
    faults.push({
      path: ['partial'],
      code: 'content/not-for-this-kind',
      message: 'Only a multiple_choice question can give points for a part of the answer.',
    });
  }
  return faults;
}

/** The ids of the choices in the order in which they are shown to the author. */
export function choiceIds(question: Pick<WrittenAnswer, 'kind' | 'choices'>): string[] {
  return question.kind === 'true_false' ? ['true', 'false'] : Object.keys(question.choices ?? {});
}

/** The ids of the right choices, also for true/false. */
export function rightIds(answer: WrittenAnswer['answer']): string[] {
  return Array.isArray(answer) ? answer : [String(answer)];
}

function checkTrueFalse(question: WrittenAnswer): AnswerFault[] {
  const faults: AnswerFault[] = [];
  if (question.choices) {
    faults.push({
      path: ['choices'],
      code: 'content/not-for-this-kind',
      message: 'A true_false question needs no choices: "true" and "false" are added by themselves.',
    });
  }
  if (typeof question.answer !== 'boolean') {
    faults.push({
      path: ['answer'],
      code: 'content/wrong-answer-form',
      message: 'The answer of a true_false question is either true or false.',
    });
  }
  return faults;
}

function checkChoices(question: WrittenAnswer): AnswerFault[] {
  const ids = choiceIds(question);
  if (ids.length < 2) {
    return [
      {
        path: ['choices'],
        code: 'content/too-few-choices',
        message: 'A question needs at least two choices, lettered a to f.',
      },
    ];
  }
  if (typeof question.answer === 'boolean') {
    return [
      {
        path: ['answer'],
        code: 'content/wrong-answer-form',
        message: `The answer of a ${question.kind} question names letters, for example ${ids[0]}.`,
      },
    ];
  }
  return [
    ...checkLetters(question, ids),
    ...(question.kind === 'single_choice' ? checkSingle(question) : checkMultiple(question, ids)),
  ];
}

function checkLetters(question: WrittenAnswer, ids: string[]): AnswerFault[] {
  const faults: AnswerFault[] = [];
  const right = rightIds(question.answer);
  for (const [index, id] of right.entries()) {
    const path = Array.isArray(question.answer) ? ['answer', index] : ['answer'];
    if (!ids.includes(id)) {
      const message = `The answer names the choice "${id}", but the question has only ${ids.join(', ')}.`;
      faults.push({ path, code: 'content/unknown-choice', message });
    } else if (right.indexOf(id) !== index) {
      faults.push({ path, code: 'content/duplicate-id', message: `The answer names "${id}" twice.` });
    }
  }
  const seen = new Map<string, string>();
  for (const id of ids) {
    const folded = (question.choices?.[id] ?? '').toLowerCase();
    const twin = seen.get(folded);
    if (twin) {
      const message = `The choices ${twin} and ${id} say the same.`;
      faults.push({ path: ['choices', id], code: 'content/duplicate-choice', message });
    }
    seen.set(folded, twin ?? id);
  }
  return faults;
}

function checkSingle(question: WrittenAnswer): AnswerFault[] {
  if (rightIds(question.answer).length === 1) return [];
  return [
    {
      path: ['answer'],
      code: 'content/two-right-answers',
      message: 'A single_choice question has exactly one right answer; use multiple_choice for several.',
    },
  ];
}

function checkMultiple(question: WrittenAnswer, ids: string[]): AnswerFault[] {
  const right = new Set(rightIds(question.answer));
  if (right.size < 2) {
    return [
      {
        path: ['answer'],
        code: 'content/too-few-right-answers',
        message: 'A multiple_choice question needs at least two right answers; use single_choice for one.',
      },
    ];
  }
  if (ids.every((id) => right.has(id))) {
    return [
      {
        path: ['answer'],
        code: 'content/no-wrong-answer',
        message: 'At least one choice must be wrong, otherwise there is nothing to decide.',
      },
    ];
  }
  return [];
}
