export const progress = {
  title: {
    mine: 'How far you are',
    child: 'How far {{child}} is',
  },
  empty: {
    mine: 'Nothing here yet. Play a class or a homework under your account, and it begins.',
    child: 'Nothing here yet. It begins with a class or a homework under the account.',
  },
  today: {
    mine_one: 'You learnt today: the first day of a row.',
    mine_other: '{{count}} days of learning in a row, today included.',
    child_one: 'Learnt today.',
    child_other: '{{count}} days of learning in a row, today included.',
  },
  open: {
    mine_one: 'One day of learning. One answer today makes it two in a row.',
    mine_other: '{{count}} days of learning in a row. One answer today goes on with it.',
    child_one: 'One day of learning so far.',
    child_other: '{{count}} days of learning in a row so far.',
  },
  fresh: {
    mine_zero: 'A new row of days begins with your next answer.',
    mine_one: 'A new row of days begins with your next answer.',
    mine_other:
      'A new row of days begins with your next answer. Your longest one, {{count}} days, stays yours.',
    child_zero: 'A new row of days begins with the next answer.',
    child_one: 'A new row of days begins with the next answer.',
    child_other: 'A new row of days begins with the next answer. The longest one had {{count}} days.',
  },
  level: 'Level {{level}}',
  toNext: '{{xp}} XP to level {{level}}',
  top: 'There is no higher level.',
  sums: '{{week}} XP this week · {{xp}} XP in all',
  calendar: 'The last four weeks',
  learnt: '{{day}}: learnt, {{xp}} XP',
  rest: '{{day}}: a day off',
  frozen: '{{day}}: a day off that a freeze covered',
  ahead: '{{day}}: still to come',
  freezes: {
    mine_zero: 'No freezes. A freeze covers a day off, all by itself; seven days in a row bring one.',
    mine_one: '{{count}} freeze. It covers a day off, all by itself; seven days in a row bring another.',
    mine_other: '{{count}} freezes. Each covers a day off, all by itself; seven days in a row bring another.',
    child_zero: 'No freezes for days off.',
    child_one: '{{count}} freeze for a day off.',
    child_other: '{{count}} freezes for days off.',
    buy: 'A freeze for {{price}} coins',
    price: 'A freeze costs {{price}} coins. You have {{coins}}.',
    ask: {
      title: 'Buy a freeze?',
      body: 'It costs {{price}} coins, and you keep {{left}}. It covers days off from today on. You need none to learn here.',
      yes: 'Buy',
    },
    errors: {
      'reward/not-enough-coins': 'There are not enough coins for a freeze yet.',
      'streak/enough-freezes': 'You have five freezes already. More do not fit.',
    },
  },
  dayStart: {
    label: 'My day begins at',
    hint: 'Before that, what you learn counts for the day before.',
    changedToday: 'You changed this today already. Tomorrow you can change it again.',
  },
};
