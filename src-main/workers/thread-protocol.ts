// What do the engine's thread and a thread that reckons say to each other?

/** One at a time: the thread is asked again only after it answered. */
export interface ThreadRequest<Question> {
  readonly id: number;
  readonly question: Question;
}

export interface ThreadReply<Answer> {
  readonly id: number;
  readonly answer: Answer;
}
