/** What an unsuccessful try means for the request, its URL and its endpoint. All texts are free of keys. */
export type Fault =
  /** The server says that it is too much just now (429, 503, 529): never the request's fault. */
  | {
      readonly kind: 'busy';
      readonly status: number;
      readonly text: string;
      /** Milliseconds it asks to be left alone. */
      readonly pauseMs: number | undefined;
      /** False for a bare 503, which may be one broken replica as well as too much load. */
      readonly overload: boolean;
    }
  /** Another try may well succeed: a dropped connection, a timeout, a 500, an answer that is none. */
  | {
      readonly kind: 'passing';
      readonly status: number | undefined;
      readonly text: string;
      /** The URL took no connection at all. */
      readonly unreachable: boolean;
      /** No answer in time, as an overloaded server would. */
      readonly late: boolean;
      /** It answered with what is no answer: another try seldom helps before a build. */
      readonly unusable: boolean;
    }
  /** This request will never be answered. */
  | {
      readonly kind: 'request-refused';
      readonly status: number;
      readonly word: string;
      readonly text: string;
    }
  /** No request of this model (or no request at all) will be answered until a person acts, as it seems. */
  | {
      readonly kind: 'endpoint-refused';
      readonly status: number;
      readonly scope: 'model' | 'endpoint';
      readonly problem: string;
      readonly fix: string;
      /**
       * The server may mean this one request (a firewall that dislikes a prompt, a moderator): it does where it answers
       * others, and a trial where it has answered none yet.
       */
      readonly perhapsOfOne: boolean;
      readonly word: string;
      readonly text: string;
    }
  /** Not the endpoint's doing: an error in this program. */
  | { readonly kind: 'unexpected'; readonly error: Error };
