/* Made from docs/reference/openapi.json by `npm run types`; do not edit. */

export interface paths {
    "/api/v1/accounts/{pseudonym}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows who is behind a pseudonym. The log of the case says who asked, and why, before anything is opened. */
        post: operations["reveal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/case": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the case is, and what it holds. */
        get: operations["case"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Two to four accounts side by side, with what they share and how common that is. */
        get: operations["compare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Posts over time, platform by platform, and where they are missing. */
        get: operations["coverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Two posts side by side. */
        get: operations["diff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts, domains or hashtags, most posts first. */
        get: operations["entities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entities/{kind}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is known of an account, a domain or a hashtag. */
        get: operations["dossier"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a file to hand out, always in the order redaction, marking, writer. */
        post: operations["export"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file that was made. */
        get: operations["exported"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes files that were sent into the case, as `daylight import --case` does. */
        post: operations["import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All jobs since the start. */
        get: operations["jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One job. Ask again, about twice a second, until its state is `done`, `failed` or `cancelled`. */
        get: operations["job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a job. What it had done before stays whole or is undone; see the order of writes of a case. */
        post: operations["cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Checks a text for over-claiming. */
        post: operations["lint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matrix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Elections, actors, and what was judged of each effort. */
        get: operations["matrix"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One result at a glance: findings by how surprising they are, error rates, and what it cannot tell. */
        get: operations["overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was pinned, newest first. */
        get: operations["pins"];
        put?: never;
        /** Pins something: hashes, query, seed and author are kept with it. */
        post: operations["pin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pins/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes note, tags or dismissal of a pin. */
        post: operations["change_pin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pins/{id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a pin away. */
        post: operations["unpin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Posts that fit, page by page. */
        get: operations["posts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the posts that fit spread over time, platforms, languages, accounts, domains, hashtags and groups. */
        get: operations["facets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that the case keeps of a post, and where it stands in its original. */
        get: operations["post"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/{id}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The record as it stands in its original. It names people: the log of the case says who asked, and why. */
        post: operations["raw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records, the newest change first. */
        get: operations["records"];
        put?: never;
        /** Adds a record, as `daylight case add` does; refusals name the rules that are not kept. */
        post: operations["add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record with its history and what it is tied to. */
        get: operations["record"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/{id}/dissent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disagrees with a judgment. */
        post: operations["dissent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/{id}/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes a new version of a record, as `daylight case edit` does. */
        post: operations["edit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a record back. It stays readable. */
        post: operations["withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/redaction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a copy of the report, and of the records, would hold under a marking. */
        get: operations["redaction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The report as it is written. */
        get: operations["report"];
        put?: never;
        /** Saves the report; 409 when it changed since the version that was read. */
        post: operations["save_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The results of the case, newest first. */
        get: operations["runs"];
        put?: never;
        /** Analyses the posts of the case, as `daylight run CASE` does. */
        post: operations["analyse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/edges/{edge}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An edge with the posts behind it, side by side, in order of time. */
        get: operations["edge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/families": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Families of texts that say nearly the same in nearly the same words. */
        get: operations["families"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/groups/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A group with its members. */
        get: operations["group"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/network": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The network of a result: groups first, then the accounts of some. At most so many nodes and edges as asked for;
         *     `nodes_shown` and `edges_shown` say of how many.
         */
        get: operations["network"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run}/network/{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole network as a file. */
        get: operations["file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is looking. */
        get: operations["session"];
        put?: never;
        /** Exchanges the token of the address for a cookie. Needs the header `x-daylight: 1`, but no cookie. */
        post: operations["exchange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shapes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What records may hold, for forms. */
        get: operations["shapes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of the case with what was read from each. */
        get: operations["sources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/{import}/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was wrong with one import, with the lines of the first few of each kind. */
        get: operations["problems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files that were sent and are not in the case yet. */
        get: operations["uploads"];
        put?: never;
        /** Sends a file: its bytes are the body. It is kept aside until it is imported or discarded, and looked at. */
        post: operations["upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Removes a file that was sent. */
        post: operations["discard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An observed count beside what a stated null expects. */
        Answer: {
            /**
             * Format: double
             * @description Expected under the null.
             */
            expected: number;
            /**
             * Format: int32
             * @description Distinct objects with a co-action.
             */
            observed: number;
            /**
             * Format: double
             * @description Probability under the null of at least `observed`.
             */
            p: number;
            /**
             * Format: double
             * @description Adjusted p (Benjamini-Hochberg).
             */
            q: number;
        };
        /** @description A part of a report. */
        Block: {
            /** @description What it is. */
            kind: components["schemas"]["BlockKind"];
            /** @description Pin that it shows. */
            pin?: string | null;
            /** @description Text of the author, plain, paragraphs parted by empty lines. */
            text?: string;
            /** @description Highest marking of a copy that does not hold it: a block above the marking of a copy is left out. */
            tlp?: string | null;
        };
        /**
         * @description What a block is.
         * @enum {string}
         */
        BlockKind: "heading" | "text" | "judgment" | "pin" | "method";
        /** @description Error rates. */
        Calibration: {
            /**
             * Format: double
             * @description Their mean over `n_validated`: the empirical false share.
             */
            empirical_fdr?: number | null;
            /**
             * Format: int64
             * @description All possible pairs.
             */
            n_all_pairs: number;
            /**
             * Format: int64
             * @description Pairs tested.
             */
            n_tested: number;
            /**
             * Format: int64
             * @description Edges past the cut.
             */
            n_validated: number;
            /**
             * Format: int64
             * @description Edges that also pass with all possible pairs.
             */
            n_validated_strict: number;
            /**
             * Format: double
             * @description Largest p that passed.
             */
            p_cut: number;
            /**
             * Format: double
             * @description Nominal false-discovery rate.
             */
            q: number;
            /** @description Edges past the same cut in each jittered copy of the data. */
            surrogate_counts: number[];
        };
        /** @description What the case is, and what it holds. */
        CaseSummary: {
            /** @description How the data came into lawful hands. */
            access_basis: string[];
            /** @description Whether posts can be searched. */
            index: components["schemas"]["Index"];
            /** @description Why they may be kept and worked on. */
            legal_basis: string;
            /**
             * Format: int64
             * @description Parts of the case that are past their retention date.
             */
            n_due: number;
            /**
             * Format: int64
             * @description Imports of them.
             */
            n_imports: number;
            /**
             * Format: int64
             * @description Reveals that have not expired.
             */
            n_open_reveals: number;
            /**
             * Format: int64
             * @description Files as they came.
             */
            n_originals: number;
            /**
             * Format: int64
             * @description Records of casework.
             */
            n_records: number;
            /** @description Name for people. */
            name: string;
            /** @description Day on which raw data go, `YYYY-MM-DD`. */
            retention_until: string;
            /** @description Results, newest first. */
            runs: components["schemas"]["Run"][];
        };
        /** @description An account in clear. */
        ClearAccount: {
            /** @description Platform. */
            platform: string;
            /** @description The platform's own id. */
            platform_id: string;
            /** @description Handle, name, bio. */
            values: components["schemas"]["NamedText"][];
        };
        /** @description How fine the clock of the data is. */
        Clock: {
            /**
             * Format: int64
             * @description Accounts whose times sit on a grid.
             */
            n_scheduled: number;
            /** @description Plain sentences. */
            notes: string[];
            /**
             * Format: double
             * @description Resolution in seconds.
             */
            resolution_secs: number;
        };
        /** @description Which column plays which role, and why. */
        ColumnRole: {
            /** @description Column. */
            column: string;
            /** @description Why it was taken for that. */
            reason: string;
            /** @description Role, such as `account`, `time`, `object:url`. */
            role: string;
        };
        /** @description Accounts side by side. */
        Comparison: {
            /** @description In the order asked for. */
            accounts: components["schemas"]["Dossier"][];
            /** @description What at least two of them use, the rarest in the case first. */
            shared: components["schemas"]["SharedIndicator"][];
        };
        /** @description A value with how often it occurs. */
        Count: {
            /**
             * Format: int64
             * @description How often.
             */
            n: number;
            /** @description The value. */
            value: string;
        };
        /** @description Posts over time, platform by platform, and where they are missing. */
        Coverage: {
            /**
             * Format: int64
             * @description Width of a bucket in seconds.
             */
            bin_secs: number;
            /**
             * Format: int64
             * @description Posts without a time.
             */
            n_without_time: number;
            /** @description Platforms, most posts first. */
            platforms: components["schemas"]["PlatformCoverage"][];
            /**
             * Format: int64
             * @description Start of the first bucket; absent when no post has a time.
             */
            start_us?: number | null;
        };
        /** @description Two posts side by side. */
        Diff: {
            /** @description First post. */
            a: components["schemas"]["Post"];
            /** @description Second post. */
            b: components["schemas"]["Post"];
            /**
             * Format: double
             * @description Second minus first, in seconds, when both have times.
             */
            dt_secs?: number | null;
            /** @description Their texts, cut into stretches that are equal or changed. */
            stretches: components["schemas"]["Stretch"][];
        };
        /** @description A dissent from a judgment. */
        DissentOrder: {
            /** @description Term of likelihood that the dissenter holds to. */
            likelihood?: string | null;
            /**
             * Format: int64
             * @description From -2 (strongly disagree) to 2 (strongly agree).
             */
            position: number;
            /** @description Why. */
            reason: string;
        };
        /** @description What is known of an entity. */
        Dossier: {
            /** @description Most active accounts; empty for an account. */
            accounts: components["schemas"]["Count"][];
            /**
             * Format: int64
             * @description First post.
             */
            first_us?: number | null;
            /**
             * Format: int32
             * @description Group of the newest result.
             */
            group?: number | null;
            /** @description Label of the group. */
            group_label?: string | null;
            /** @description Posts over time. */
            histogram: components["schemas"]["Histogram"];
            /** @description Posts in each hour of the day, UTC. */
            hours_utc: number[];
            /** @description Pseudonym, domain or hashtag. */
            id: string;
            /** @description Indicators, with how common each is in the whole case. */
            indicators: components["schemas"]["Indicator"][];
            /** @description What it is. */
            kind: components["schemas"]["EntityKind"];
            /** @description What is shown for it. */
            label: string;
            /** @description Languages. */
            languages: components["schemas"]["Count"][];
            /**
             * Format: int64
             * @description Last post.
             */
            last_us?: number | null;
            /**
             * Format: int64
             * @description Accounts with such posts; 1 for an account.
             */
            n_accounts: number;
            /**
             * Format: int64
             * @description Posts.
             */
            n_posts: number;
            /** @description Platforms. */
            platforms: components["schemas"]["Count"][];
            /** @description Reveals of this account that have not expired. */
            reveals: components["schemas"]["OpenReveal"][];
            /** @description Result that the group belongs to. */
            run?: string | null;
        };
        /** @description An edge with the posts behind it, in order of time. */
        EdgeDetail: {
            /** @description The edge. */
            edge: components["schemas"]["NetworkEdge"];
            /** @description Pairs of this page. */
            rows: components["schemas"]["PostPair"][];
            /**
             * Format: int64
             * @description Pairs of posts in all.
             */
            total: number;
        };
        /** @description Entities, most posts first. */
        Entities: {
            /** @description Of this page. */
            items: components["schemas"]["Entity"][];
            /**
             * Format: int64
             * @description That fit.
             */
            total: number;
        };
        /** @description An entity in a list. */
        Entity: {
            /**
             * Format: int32
             * @description Group of the newest result, for accounts.
             */
            group?: number | null;
            /** @description Pseudonym, domain or hashtag. */
            id: string;
            /** @description What it is. */
            kind: components["schemas"]["EntityKind"];
            /** @description What is shown for it. */
            label: string;
            /**
             * Format: int64
             * @description Posts.
             */
            n_posts: number;
        };
        /**
         * @description What an entity is.
         * @enum {string}
         */
        EntityKind: "account" | "domain" | "hashtag";
        /**
         * @description Form of what is handed out.
         * @enum {string}
         */
        ExportFormat: "html" | "report" | "stix" | "csv" | "json" | "evidence";
        /** @description What to hand out. */
        ExportOrder: {
            /** @description Form. */
            format: components["schemas"]["ExportFormat"];
            /** @description Why, for a bundle of evidence; the log keeps it. */
            reason?: string | null;
            /** @description Highest marking that may leave. */
            tlp: string;
        };
        /** @description A file that can be fetched, once made. */
        ExportedFile: {
            /**
             * Format: int64
             * @description Bytes.
             */
            bytes: number;
            /** @description Id, for `exports/{id}`. */
            id: string;
            /** @description Media type. */
            media_type: string;
            /** @description Name to save it under. */
            name: string;
            /** @description Hex SHA-256. */
            sha256: string;
        };
        /** @description The most frequent values of one field. */
        Facet: {
            /** @description Most frequent first. */
            items: components["schemas"]["Count"][];
            /**
             * Format: int64
             * @description Different values in all.
             */
            n_values: number;
            /**
             * Format: int64
             * @description Posts without a value.
             */
            n_without: number;
        };
        /** @description What the posts that fit are like. */
        Facets: {
            /** @description Accounts (pseudonyms). */
            accounts: components["schemas"]["Facet"];
            /** @description Domains. */
            domains: components["schemas"]["Facet"];
            /** @description Groups of the result, where there is one; the value is the number. */
            groups: components["schemas"]["Facet"];
            /** @description Hashtags. */
            hashtags: components["schemas"]["Facet"];
            /** @description Posts over time. */
            histogram: components["schemas"]["Histogram"];
            /** @description Languages. */
            languages: components["schemas"]["Facet"];
            /** @description Platforms. */
            platforms: components["schemas"]["Facet"];
            /**
             * Format: int64
             * @description Posts that fit.
             */
            total: number;
        };
        /** @description Families of texts, most accounts first. */
        Families: {
            /** @description Families of this page. */
            items: components["schemas"]["Family"][];
            /**
             * Format: double
             * @description Smallest similarity to the most frequent wording.
             */
            threshold?: number | null;
            /**
             * Format: int64
             * @description Families in all that fit.
             */
            total: number;
        };
        /** @description Posts that say nearly the same in nearly the same words. */
        Family: {
            /**
             * Format: double
             * @description Largest distance of two wordings.
             */
            diameter: number;
            farthest?: components["schemas"]["Wording"] | null;
            /** @description Account of the earliest post. */
            first_account?: string | null;
            /**
             * Format: int64
             * @description Earliest post.
             */
            first_us?: number | null;
            /**
             * Format: int32
             * @description Number.
             */
            id: number;
            /** @description Posts in each language. */
            languages: components["schemas"]["Count"][];
            /**
             * Format: int64
             * @description Latest post.
             */
            last_us?: number | null;
            /**
             * Format: int32
             * @description Accounts.
             */
            n_accounts: number;
            /**
             * Format: int32
             * @description Wordings that are copies of the most frequent one.
             */
            n_copies: number;
            /**
             * Format: int32
             * @description Posts.
             */
            n_posts: number;
            /**
             * Format: int32
             * @description Wordings that reword it.
             */
            n_rewordings: number;
            /**
             * Format: int32
             * @description Different wordings.
             */
            n_wordings: number;
            /** @description Accounts on each platform. */
            platforms: components["schemas"]["Count"][];
            /** @description Why it is not tested, when so. */
            set_aside?: string | null;
            /** @description The most frequent wording. */
            text: string;
        };
        /** @description A group of accounts that acted together more than chance explains. Never a verdict. */
        Finding: {
            /** @description Check of the whole group against the crowd on its objects. */
            check: components["schemas"]["GroupCheck"];
            /**
             * Format: double
             * @description Share of the members' actions that are co-actions inside the group.
             */
            coaction_share: number;
            /**
             * Format: double
             * @description Those over the possible ones.
             */
            density: number;
            /**
             * Format: double
             * @description Empirical false share of the edges of the run.
             */
            empirical_fdr?: number | null;
            /**
             * Format: double
             * @description Expected from their own rhythm.
             */
            expected: number;
            /**
             * Format: double
             * @description Expected from the crowd on the same objects; absent when there is no crowd.
             */
            expected_crowd?: number | null;
            /**
             * Format: int64
             * @description First action of a co-action.
             */
            first_us: number;
            /**
             * Format: int32
             * @description Number of the group.
             */
            group: number;
            /** @description Innocent explanations, measured; those that fit first. */
            hints: components["schemas"]["Hint"][];
            /** @description Member actions in each hour of the day, UTC. */
            hours_utc: number[];
            /** @description What it is called. */
            label: string;
            /** @description Posts in each language. */
            languages: components["schemas"]["Count"][];
            /**
             * Format: int64
             * @description Last action of a co-action.
             */
            last_us: number;
            /** @description Edges in each kind of object. */
            layers: components["schemas"]["Count"][];
            /**
             * Format: int32
             * @description Edges to lead with inside.
             */
            n_edges: number;
            /**
             * Format: int32
             * @description Members.
             */
            n_members: number;
            /**
             * Format: int64
             * @description Objects with a co-action, summed over edges.
             */
            observed: number;
            /**
             * Format: double
             * @description Combined p.
             */
            p: number;
            /** @description Members on each platform. */
            platforms: components["schemas"]["Count"][];
            /**
             * Format: double
             * @description Adjusted over groups.
             */
            q: number;
            /**
             * Format: int32
             * @description Place in the ranking, from 1.
             */
            rank: number;
            /**
             * Format: double
             * @description Share of all actions on the group's objects that are by members.
             */
            reach_share: number;
            /** @description One plain sentence with the numbers. */
            sentence: string;
            /** @description What most members did together. */
            top_objects: components["schemas"]["TopObject"][];
        };
        /** @description A format that can be read. */
        Format: {
            /** @description Its card, Markdown: what it is, where it comes from, what is lost. */
            card: string;
            /** @description Short name. */
            name: string;
        };
        /** @description Whole days (UTC) without a post. */
        Gap: {
            /**
             * Format: int64
             * @description Start of the first day without a post.
             */
            from_us: number;
            /**
             * Format: int64
             * @description Days.
             */
            n_days: number;
            /**
             * Format: int64
             * @description End of the last.
             */
            to_us: number;
        };
        /** @description A group with its members. */
        Group: {
            /** @description Strongest edges. */
            edges: components["schemas"]["NetworkEdge"][];
            /** @description The finding. */
            finding: components["schemas"]["Finding"];
            /** @description Members, most edges first. */
            members: components["schemas"]["Member"][];
        };
        /** @description Check of a whole group against the crowd on its objects. */
        GroupCheck: {
            /**
             * Format: double
             * @description Mean over the surrogates.
             */
            expected: number;
            /**
             * Format: int32
             * @description Surrogates made; 0 means that there was no crowd and `p` says nothing.
             */
            n_surrogates: number;
            /**
             * Format: double
             * @description Co-acting member pairs.
             */
            observed: number;
            /**
             * Format: double
             * @description Smoothed p.
             */
            p: number;
            /**
             * Format: double
             * @description Adjusted over groups.
             */
            q: number;
        };
        /** @description An innocent explanation, measured. */
        Hint: {
            /** @description Whether it fits. */
            fits: boolean;
            /** @description What was measured. */
            kind: string;
            /** @description A plain sentence with the numbers. */
            sentence: string;
            /**
             * Format: double
             * @description The value from which the explanation fits.
             */
            threshold?: number | null;
            /**
             * Format: double
             * @description The value; absent when it could not be measured.
             */
            value?: number | null;
        };
        /** @description Posts over time. */
        Histogram: {
            /**
             * Format: int64
             * @description Width of a bucket in seconds.
             */
            bin_secs: number;
            /**
             * Format: int64
             * @description Posts without a time.
             */
            n_without_time: number;
            /** @description Posts in each. */
            posts: number[];
            /**
             * Format: int64
             * @description Start of the first bucket; absent when no post that fits has a time.
             */
            start_us?: number | null;
        };
        /** @description What was read from a file, or from one member of an archive. */
        Import: {
            /**
             * Format: int64
             * @description Posts erased on request since.
             */
            erased: number;
            /** @description Format. */
            format: string;
            /** @description Id. */
            id: string;
            /**
             * Format: int64
             * @description Records that became posts.
             */
            kept: number;
            /** @description Mapping by which the columns of a table were read, TOML. */
            mapping?: string | null;
            /**
             * Format: int64
             * @description Accounts in its posts.
             */
            n_accounts: number;
            /**
             * Format: int64
             * @description Problems with an id that another tool had turned into a number and so destroyed.
             */
            n_damaged_ids: number;
            /**
             * Format: int64
             * @description Different kinds of problems.
             */
            n_problem_kinds: number;
            /**
             * Format: int64
             * @description Problems, counted.
             */
            n_problems: number;
            /** @description Number of the member of an archive; empty for the whole. */
            part: string;
            /** @description Hex SHA-256 of its posts. */
            posts_sha256?: string | null;
            /**
             * Format: int64
             * @description Records found.
             */
            read: number;
            /**
             * Format: int64
             * @description Records left out.
             */
            rejected: number;
            /** @description Version of the program that read it. */
            version: string;
        };
        /** @description Which files to take into the case. */
        ImportOrder: {
            /** @description Whether 03/04/2020 is the third of April (`true`) or the fourth of March; refused when absent and needed. */
            day_first?: boolean | null;
            /** @description Mapping of the columns of tables, TOML; guessed when absent. */
            mapping?: string | null;
            /** @description Zone of times that name none, such as `+02:00` or `Europe/Berlin`. */
            time_zone?: string | null;
            /** @description Ids of files that were sent. */
            uploads: string[];
        };
        /** @description What an import did. */
        ImportOutcome: {
            /** @description File by file; a member of an archive is a file. */
            files: components["schemas"]["ImportedFile"][];
            /**
             * Format: int64
             * @description Records that became posts.
             */
            kept: number;
            /**
             * Format: int64
             * @description Records found.
             */
            read: number;
            /**
             * Format: int64
             * @description Records left out, each with a problem.
             */
            rejected: number;
        };
        /** @description What became of one file. */
        ImportedFile: {
            /** @description Which column plays which role, for tables. */
            columns: components["schemas"]["ColumnRole"][];
            /** @description Recognized format. */
            format: string;
            /**
             * Format: int64
             * @description Records that became posts.
             */
            kept: number;
            /** @description Name as it was given. */
            name: string;
            /** @description What else was in it, such as deletion notices. */
            notes: components["schemas"]["Count"][];
            /**
             * Format: int64
             * @description Records found.
             */
            read: number;
            /**
             * Format: int64
             * @description Records left out.
             */
            rejected: number;
            /** @description Remarks on the whole file: ambiguous time zone, coarse clock, damaged ids. */
            remarks: string[];
            /** @description `imported`, `renewed`, `already`, `left` (no posts that can be read) or `refused`. */
            state: string;
            /** @description Why it was taken for that, or why it was left. */
            why: string;
        };
        /** @description Whether posts can be searched. */
        Index: {
            /**
             * Format: int64
             * @description First post with a time.
             */
            first_us?: number | null;
            /**
             * Format: int64
             * @description Last post with a time.
             */
            last_us?: number | null;
            /** @description Why not, when `failed`. */
            message?: string | null;
            /**
             * Format: int64
             * @description Accounts.
             */
            n_accounts: number;
            /**
             * Format: int64
             * @description Posts that can be searched.
             */
            n_posts: number;
            /**
             * Format: int64
             * @description Posts that the imports of the case hold.
             */
            n_posts_expected: number;
            /** @description State. */
            state: components["schemas"]["IndexState"];
        };
        /**
         * @description How far the posts are.
         * @enum {string}
         */
        IndexState: "empty" | "loading" | "ready" | "failed";
        /** @description A domain or hashtag that an entity uses. */
        Indicator: {
            /** @description What it is. */
            kind: components["schemas"]["EntityKind"];
            /**
             * Format: int64
             * @description Accounts of the whole case that use it: the fewer, the more it says.
             */
            n_accounts_in_case: number;
            /**
             * Format: int64
             * @description Posts of the entity with it.
             */
            n_posts: number;
            /** @description Domain or hashtag. */
            value: string;
        };
        /** @description A piece of work. Ask again for its progress; one runs at a time. */
        Job: {
            /**
             * Format: int64
             * @description Steps done in this phase; both 0 where it cannot be told.
             */
            done: number;
            /**
             * Format: int64
             * @description When it ended.
             */
            ended_us?: number | null;
            /** @description Id. */
            id: string;
            import?: components["schemas"]["ImportOutcome"] | null;
            /** @description What it does. */
            kind: components["schemas"]["JobKind"];
            /** @description Why it failed, in words for the user; the causes follow. */
            message?: string | null;
            /** @description What it is doing, in the words of the command line. */
            phase: string;
            /** @description What would do. */
            remedy?: string | null;
            /** @description Result that an analysis made. */
            run?: string | null;
            /**
             * Format: int64
             * @description When it was asked for.
             */
            started_us: number;
            /** @description How it stands. */
            state: components["schemas"]["JobState"];
            /**
             * Format: int64
             * @description Steps of this phase.
             */
            total: number;
        };
        /**
         * @description What a job does.
         * @enum {string}
         */
        JobKind: "import" | "run";
        /**
         * @description How a job stands.
         * @enum {string}
         */
        JobState: "waiting" | "running" | "done" | "failed" | "cancelled";
        /** @description All jobs since the start, newest first. */
        Jobs: {
            /** @description The jobs. */
            items: components["schemas"]["Job"][];
        };
        /** @description Totals of one kind of object. */
        Layer: {
            /** @description Kind. */
            kind: string;
            /**
             * Format: int64
             * @description Distinct accounts.
             */
            n_accounts: number;
            /**
             * Format: int64
             * @description Actions with a time.
             */
            n_actions: number;
            /**
             * Format: int64
             * @description Pairs with a co-action.
             */
            n_edges: number;
            /**
             * Format: int64
             * @description Distinct objects.
             */
            n_objects: number;
            /**
             * Format: int64
             * @description Pairs tested.
             */
            n_tested: number;
        };
        /** @description A block that a copy does not hold. */
        LeftOut: {
            /** @description Number from 0. */
            block: number;
            /** @description Why. */
            why: string;
        };
        /**
         * @description What a node is.
         * @enum {string}
         */
        Level: "groups" | "accounts";
        /** @description A term of likelihood. */
        LikelihoodTerm: {
            /**
             * Format: int64
             * @description Upper bound in percent.
             */
            hi: number;
            /**
             * Format: int64
             * @description Lower bound in percent.
             */
            lo: number;
            /** @description Stable name. */
            term: string;
            /** @description Words. */
            words: string;
        };
        /** @description What a text claims beyond its evidence. */
        Lint: {
            /** @description Places. */
            findings: components["schemas"]["LintFinding"][];
        };
        /** @description A way of saying that a product must not use. */
        LintFinding: {
            /** @description Number of the block, from 0, when a whole report was checked. */
            block?: number | null;
            /** @description What is wrong and what would do. */
            message: string;
            /** @description The rule, a short stable word. */
            rule: string;
            /** @description The sentence. */
            sentence: string;
        };
        /** @description A text to check for over-claiming. */
        LintOrder: {
            /** @description Whether it is a key judgment. */
            is_key?: boolean;
            /** @description The text. */
            text: string;
        };
        /** @description Elections, actors, and what was judged of each effort: as `daylight matrix --json`. */
        Matrix: {
            /** @description The table. */
            matrix: Record<string, never>;
        };
        /** @description A member of a group. */
        Member: {
            /** @description Account, as the result shows it. */
            account: string;
            /**
             * Format: int32
             * @description Actions.
             */
            n_actions: number;
            /**
             * Format: int32
             * @description Edges to lead with or explained.
             */
            n_lead_edges: number;
            /** @description Platform. */
            platform?: string | null;
            /**
             * Format: int32
             * @description Step in seconds when its times sit on a schedule.
             */
            schedule_secs?: number | null;
            /**
             * Format: double
             * @description Share of its co-actions in which it comes first, for members that come first.
             */
            share_first?: number | null;
            /**
             * Format: double
             * @description Share of the runs of the consensus in which it stays with the group.
             */
            stability: number;
        };
        /** @description A count as the export has it. */
        Metric: {
            /** @description Name. */
            name: string;
            /**
             * Format: int64
             * @description Value.
             */
            value: number;
        };
        /** @description A text with its name. */
        NamedText: {
            /** @description Name. */
            name: string;
            /** @description Text. */
            text: string;
        };
        /** @description A network as it is drawn. */
        Network: {
            /** @description Edges. */
            edges: components["schemas"]["NetworkEdge"][];
            /** @description Edges shown and in all (after the filters, before the limits). */
            edges_shown: components["schemas"]["Shown"];
            /** @description Kinds of objects of the result. */
            layers: string[];
            /** @description What a node is. */
            level: components["schemas"]["Level"];
            /** @description Nodes. */
            nodes: components["schemas"]["NetworkNode"][];
            /** @description Nodes shown and in all. */
            nodes_shown: components["schemas"]["Shown"];
            /** @description The result. */
            run: string;
            /**
             * Format: int64
             * @description Seed of the layout: the same for everyone.
             */
            seed: number;
        };
        /** @description An edge. */
        NetworkEdge: {
            /** @description Node. */
            a: string;
            /** @description Node. */
            b: string;
            crowd?: components["schemas"]["Answer"] | null;
            /**
             * Format: int64
             * @description First co-action.
             */
            first_us: number;
            /**
             * Format: int32
             * @description Id, for `edges/{id}`; absent between groups.
             */
            id?: number | null;
            /**
             * Format: int64
             * @description Last co-action.
             */
            last_us: number;
            /** @description Kinds of objects. */
            layers: string[];
            /** @description What the standing means. */
            meaning?: string | null;
            /**
             * Format: double
             * @description Median distance in seconds.
             */
            median_dt_secs?: number | null;
            /**
             * Format: int32
             * @description Pairs of posts within the window; between groups: of all edges between their members.
             */
            n_coactions: number;
            /**
             * Format: int32
             * @description Distinct days.
             */
            n_days: number;
            /**
             * Format: int32
             * @description Edges between accounts that it stands for; 1 between accounts.
             */
            n_edges: number;
            /**
             * Format: int32
             * @description Distinct objects.
             */
            n_objects: number;
            own?: components["schemas"]["Answer"] | null;
            /** @description Standing; absent between groups. */
            standing?: string | null;
            /**
             * Format: double
             * @description Strength, as in the network files.
             */
            weight: number;
        };
        /**
         * @description Which file of a network.
         * @enum {string}
         */
        NetworkFormat: "graphml" | "gexf" | "csv";
        /** @description A node. */
        NetworkNode: {
            /**
             * Format: int32
             * @description Edges in this drawing.
             */
            degree: number;
            /**
             * Format: int32
             * @description Group.
             */
            group?: number | null;
            /** @description Label of the group. */
            group_label?: string | null;
            /**
             * @description Id: an account as the result shows it, or `group-7`; accounts without a group in the view of groups are left
             *     out.
             */
            id: string;
            /** @description What is written beside it. */
            label: string;
            /**
             * Format: int64
             * @description Actions.
             */
            n_actions: number;
            /**
             * Format: int32
             * @description Members of a group; 1 for an account.
             */
            n_members: number;
            /** @description Platform of an account. */
            platform?: string | null;
            /**
             * Format: float
             * @description Size to draw, from 1.
             */
            size: number;
            /**
             * Format: float
             * @description Place, arbitrary units.
             */
            x: number;
            /**
             * Format: float
             * @description Place, arbitrary units, upwards.
             */
            y: number;
        };
        /** @description A reveal that has not expired. */
        OpenReveal: {
            /** @description Who asked. */
            actor: string;
            /**
             * Format: int64
             * @description When.
             */
            at_us: number;
            /** @description Why. */
            reason: string;
            /**
             * Format: int64
             * @description Until when it may be shown.
             */
            until_us: number;
        };
        /** @description Where a post stands in its original. */
        Origin: {
            /**
             * Format: int64
             * @description Its bytes.
             */
            bytes?: number | null;
            /** @description Path inside it, when it is an archive. */
            entry?: string | null;
            /** @description Format by which it was read. */
            format: string;
            /** @description Id of the import. */
            import: string;
            /**
             * Format: int64
             * @description Line on which the record begins, from 1.
             */
            line?: number | null;
            /**
             * Format: int64
             * @description Byte on which it begins, from 0.
             */
            offset?: number | null;
            /**
             * Format: int64
             * @description Record, from 1.
             */
            record?: number | null;
            /** @description Hex SHA-256 of the original. */
            sha256: string;
            /** @description Version of the program that read it. */
            version: string;
        };
        /** @description A file as it came. */
        Original: {
            /** @description How it came into lawful hands. */
            access_basis: string;
            /**
             * Format: int64
             * @description Number of bytes.
             */
            bytes: number;
            /** @description What was read from it; several for an archive. */
            imports: components["schemas"]["Import"][];
            /** @description Name; absent when it is sealed, because it may name a person. */
            name?: string | null;
            /** @description Day on which it goes, if another than that of the case. */
            retention_until?: string | null;
            /** @description Hex SHA-256 of its bytes. */
            sha256: string;
            /** @description Where it came from, in words. */
            source?: string | null;
        };
        /** @description One result at a glance. */
        Overview: {
            calibration?: components["schemas"]["Calibration"] | null;
            clock?: components["schemas"]["Clock"] | null;
            /** @description Groups, the most surprising first. */
            findings: components["schemas"]["Finding"][];
            /** @description Kinds of objects. */
            layers: components["schemas"]["Layer"][];
            /**
             * Format: int64
             * @description Edges to lead with that belong to no group.
             */
            n_lead_edges_alone: number;
            /**
             * Format: int64
             * @description Moments in which so many accounts acted on one object that pairs say nothing.
             */
            n_moments: number;
            /** @description Why nothing could be tested, when so. */
            not_applicable?: string | null;
            /** @description What this result cannot tell, in plain sentences. */
            not_covered: string[];
            /** @description Plain sentences on the run as a whole. */
            notes: string[];
            run?: components["schemas"]["Run"] | null;
            /** @description Results with other windows, D or seeds beside this one: which of its groups they find too. */
            sensitivity: components["schemas"]["Sensitivity"][];
            /** @description Number of edges of each standing. */
            standings: components["schemas"]["Standing"][];
            totals?: components["schemas"]["Totals"] | null;
        };
        /** @description Something that was pinned, with what proves it. */
        Pin: {
            /**
             * Format: int64
             * @description When.
             */
            at_us: number;
            /** @description Who pinned it. */
            author: string;
            /** @description SHA-256 of what was pinned as it was then (JSON of its wire shape). */
            content_sha256: string;
            /** @description Whether it was dismissed, and why. */
            dismissed?: string | null;
            /** @description Id. */
            id: string;
            /** @description What it is. */
            kind: components["schemas"]["PinKind"];
            /** @description SHA-256 of the manifest of the result, which holds the hashes of all its files. */
            manifest_sha256?: string | null;
            /** @description What it shows. */
            note?: string | null;
            /**
             * Format: int64
             * @description Record in the original.
             */
            original_record?: number | null;
            /** @description SHA-256 of the original, and record in it, for a post. */
            original_sha256?: string | null;
            /** @description Where it was found. */
            query?: string | null;
            /**
             * Format: int64
             * @description Commitment of the record in the log, for a record of casework: version and id.
             */
            record_version?: number | null;
            /** @description Result that it belongs to. */
            run?: string | null;
            /**
             * Format: int64
             * @description Seed of the result.
             */
            seed?: number | null;
            /** @description Words to find it by. */
            tags: string[];
            /** @description Id of the thing. */
            target?: string | null;
            /** @description What is shown for it. */
            title: string;
        };
        /** @description A change of a pin; what is absent stays. */
        PinChange: {
            /** @description Why it does not count; empty to count again. */
            dismissed?: string | null;
            /** @description What it shows. */
            note?: string | null;
            /** @description Words to find it by. */
            tags?: string[] | null;
        };
        /**
         * @description What is pinned.
         * @enum {string}
         */
        PinKind: "post" | "finding" | "edge" | "account" | "domain" | "record" | "search" | "network";
        /** @description What to pin. */
        PinOrder: {
            /** @description What it is. */
            kind: components["schemas"]["PinKind"];
            /** @description What it shows. */
            note?: string | null;
            /** @description Where it was found: the part of the address behind the screen, such as `q=ballot&platform=x`. */
            query?: string | null;
            /** @description Result that it belongs to; the newest unless told, for findings, edges and drawings. */
            run?: string | null;
            /** @description Words to find it by. */
            tags?: string[];
            /** @description Id of the thing; see the kind. */
            target?: string | null;
        };
        /** @description All pins, newest first. */
        Pins: {
            /** @description The pins. */
            items: components["schemas"]["Pin"][];
        };
        /** @description Posts of one platform over time. */
        PlatformCoverage: {
            /**
             * Format: int64
             * @description First post.
             */
            first_us?: number | null;
            /**
             * @description Days without a post between the first and the last, longest first, at most 50. A gap may be silence or a
             *     hole in the collection: the data do not tell.
             */
            gaps: components["schemas"]["Gap"][];
            /**
             * Format: int64
             * @description Last post.
             */
            last_us?: number | null;
            /**
             * Format: int64
             * @description Accounts.
             */
            n_accounts: number;
            /**
             * Format: int64
             * @description Posts.
             */
            n_posts: number;
            /** @description Platform; `unknown` where the export does not tell. */
            platform: string;
            /** @description Posts in each bucket. */
            posts: number[];
        };
        /** @description A post in a list. */
        Post: {
            /** @description Pseudonym of the account, 64 digits. */
            account?: string | null;
            /** @description What is shown for it: the first 12. */
            account_label?: string | null;
            /** @description Domains of its links. */
            domains: string[];
            /** @description Hashtags. */
            hashtags: string[];
            /** @description Id inside the case. */
            id: string;
            /** @description Language. */
            language?: string | null;
            /** @description Platform. */
            platform?: string | null;
            /** @description Text; handles in it are replaced by pseudonyms. */
            text?: string | null;
            /**
             * Format: int64
             * @description When.
             */
            time_us?: number | null;
        };
        /** @description Everything that the case keeps of a post. */
        PostDetail: {
            /**
             * Format: int64
             * @description When the account was created.
             */
            account_created_us?: number | null;
            /**
             * Format: int64
             * @description Followers of the account then.
             */
            account_followers?: number | null;
            /** @description Id that the platform gave it. */
            content_id?: string | null;
            /**
             * Format: int32
             * @description Groups of the newest result that its account belongs to.
             */
            group?: number | null;
            /**
             * Format: double
             * @description Absent when the export declares the language, 0 to 1 when it was detected.
             */
            language_confidence?: number | null;
            /** @description What is special about it, such as `edited`, `deleted`, `damaged_id`. */
            marks: string[];
            /** @description What is attached: hash, key or address. Nothing is ever loaded from there. */
            media: string[];
            /** @description Pseudonyms of mentioned accounts. */
            mentions: string[];
            /** @description Counts as the export has them, such as `likes`. */
            metrics: components["schemas"]["Metric"][];
            /** @description Where it stands. */
            origin: components["schemas"]["Origin"];
            /** @description As in a list. */
            post: components["schemas"]["Post"];
            /** @description Id of the item that it quotes. */
            quote_of?: string | null;
            /** @description Id of the item that it answers. */
            reply_to?: string | null;
            /** @description Id of the item that it reposts. */
            repost_of?: string | null;
            /** @description Time as the export writes it. */
            time_original?: string | null;
            /**
             * Format: double
             * @description Fineness of the time in seconds.
             */
            time_resolution_secs?: number | null;
            /** @description Links in one form for all ways of writing them. */
            urls: string[];
            /** @description Links as the export has them. */
            urls_original: string[];
        };
        /** @description A page of posts. */
        PostPage: {
            /** @description Posts of this page. */
            items: components["schemas"]["Post"][];
            /**
             * Format: int64
             * @description Posts of the case.
             */
            n_posts: number;
            /** @description Where the next page begins; absent on the last. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description Posts that fit.
             */
            total: number;
        };
        /** @description Two posts on one object within the window. */
        PostPair: {
            /** @description Post of the first account; its `id` is empty when the case does not hold it any more. */
            a: components["schemas"]["Post"];
            /** @description Post of the second account. */
            b: components["schemas"]["Post"];
            /**
             * Format: double
             * @description Time of `b` minus time of `a`, in seconds.
             */
            dt_secs: number;
            /** @description Kind of object. */
            layer: string;
            /** @description Object. */
            object: string;
        };
        /** @description Why a request was not answered as asked. */
        Problem: {
            /** @description A stable word, such as `not_found`, `busy`, `refused`. */
            code: string;
            /** @description What is wrong, in words for the user. */
            message: string;
            /** @description Rules of casework that are not kept. */
            refusals?: components["schemas"]["Refusal"][];
            /** @description What would do. */
            remedy?: string | null;
        };
        /** @description How often something was wrong. */
        ProblemCount: {
            /** @description Column or field at fault. */
            column?: string | null;
            /** @description Lines or record numbers of the first few. */
            lines: number[];
            /**
             * Format: int64
             * @description How often.
             */
            n: number;
            /** @description What was wrong. */
            reason: string;
            /** @description Whether the records were left out for it. */
            rejected: boolean;
        };
        /** @description Problems of one import, most frequent first. */
        Problems: {
            /** @description Kinds of this page. */
            items: components["schemas"]["ProblemCount"][];
            /**
             * Format: int64
             * @description Kinds beyond those that the case keeps.
             */
            n_unlisted: number;
            /**
             * Format: int64
             * @description Kinds in all.
             */
            total: number;
        };
        /** @description A hypothesis with what speaks against it. */
        RankedHypothesis: {
            /** @description Its short name. */
            id: string;
            /** @description From 1; equal scores share a rank. */
            rank: number;
            /**
             * Format: double
             * @description Weighted inconsistency.
             */
            score: number;
            /**
             * Format: double
             * @description The same without weights.
             */
            unweighted: number;
        };
        /** @description Competing hypotheses, the one with least against it first. */
        Ranking: {
            /** @description In order of rank. */
            hypotheses: components["schemas"]["RankedHypothesis"][];
            /** @description Items that have the same rating everywhere. */
            non_diagnostic: string[];
            /** @description Items on which the first place rests. */
            sensitive: string[];
        };
        /** @description A record as it stands in its original. It shows people in clear: the log of the case says that it was asked for. */
        RawRecord: {
            /** @description Whether there is more. */
            is_cut: boolean;
            /** @description The bytes as text, at most 64 KiB. */
            text: string;
            /**
             * Format: int64
             * @description When what is shown must go from the screen again.
             */
            until_us: number;
        };
        /** @description Why something sealed is to be shown. */
        Reason: {
            /** @description Why it is no private person (an official, a candidate, an outlet, a state body): then nobody else has to agree. */
            not_private?: string | null;
            /** @description Why; the log of the case keeps it. */
            reason: string;
            /** @description Second member who agreed, as is due for private persons. */
            second?: string | null;
        };
        /** @description One version of a record. */
        Record: {
            /** @description Short name inside the case. */
            alias?: string | null;
            /** @description Member who wrote this version. */
            author: string;
            /** @description Why this version was written. */
            change_note?: string | null;
            /** @description When version 1 was written, RFC 3339. */
            created: string;
            /** @description Marking with what it rests on taken into account. */
            effective_tlp: string;
            /** @description The fields of its type. */
            fields: Record<string, never>;
            /** @description Id. */
            id: string;
            /** @description When this version was written, RFC 3339. */
            modified: string;
            /** @description Hex commitment of the version before. */
            prev_hash?: string | null;
            /** @description `current`, `superseded` or `withdrawn`. */
            status: string;
            /** @description What people call it. */
            title: string;
            /** @description Marking. */
            tlp: string;
            /** @description Type. */
            type: string;
            /**
             * Format: int64
             * @description From 1.
             */
            version: number;
        };
        /** @description A record with its history and what it is tied to. */
        RecordDetail: {
            /** @description All versions, oldest first. */
            history: components["schemas"]["Record"][];
            /** @description Links and records that name it. */
            named_by: components["schemas"]["RecordRef"][];
            ranking?: components["schemas"]["Ranking"] | null;
            /** @description The newest version. */
            record: components["schemas"]["Record"];
            /** @description Records that it names. */
            references: components["schemas"]["RecordRef"][];
            score?: components["schemas"]["Score"] | null;
        };
        /** @description A new record, or a change of one: as a table of `daylight case add`. */
        RecordDraft: {
            /** @description Short name inside the case. */
            alias?: string | null;
            /** @description For a change: why. */
            change_note?: string | null;
            /** @description Fields; in a change those that change, `null` removes one. References may be `@alias`. */
            fields: Record<string, never>;
            /**
             * Format: int64
             * @description For a change: the version that it started from. A record that changed meanwhile is not overwritten.
             */
            from_version?: number | null;
            /** @description Marking; that of the case for a new record that names none. */
            tlp?: string | null;
            /** @description Type; for a new record only. */
            type?: string | null;
        };
        /** @description A record that is named. */
        RecordRef: {
            /** @description Id. */
            id: string;
            /** @description Where it is named: a JSON pointer below the fields. */
            pointer: string;
            /** @description What people call it. */
            title: string;
            /** @description Type; empty when it is not in the case. */
            type: string;
        };
        /** @description The fields of one type. */
        RecordShape: {
            /** @description Fields in order. */
            fields: components["schemas"]["ShapeField"][];
            /** @description Type. */
            type: string;
        };
        /** @description Records, newest change first. */
        Records: {
            /** @description Of this page. */
            items: components["schemas"]["Record"][];
            /**
             * Format: int64
             * @description That fit.
             */
            total: number;
        };
        /** @description What a copy under a marking would hold. */
        Redaction: {
            /** @description Blocks of the report that it holds, by number from 0. */
            blocks: number[];
            /** @description Its label, as products print it. */
            label: string;
            /** @description Blocks left out, with the reason. */
            left_out: components["schemas"]["LeftOut"][];
            /** @description What the lint found in what is left. */
            lint: components["schemas"]["LintFinding"][];
            /**
             * Format: int64
             * @description Records of casework that would leave.
             */
            n_records: number;
            /**
             * Format: int64
             * @description Records that would stay.
             */
            n_withheld: number;
            /** @description For each rule of redaction how often it applied. */
            rules: Record<string, never>[];
            /** @description Marking. */
            tlp: string;
        };
        /** @description A rule of casework that is not kept. */
        Refusal: {
            /** @description What it stops: `R` the save, `P` publication, `W` nothing. */
            class: string;
            /** @description Stable code such as `E401`. */
            code: string;
            /** @description Field at fault, as JSON pointer or name. */
            field: string;
            /** @description What is wrong. */
            message: string;
            /** @description Record at fault: id or alias. */
            record: string;
            /** @description What would do. */
            remedy: string;
        };
        /** @description A report as it is written. */
        ReportDraft: {
            /** @description For whom it is. */
            audience?: string;
            /** @description Blocks in order. */
            blocks: components["schemas"]["Block"][];
            /** @description Title. */
            title: string;
            /** @description Marking. */
            tlp: string;
            /**
             * Format: int64
             * @description Version that was read; a report that changed meanwhile is not overwritten.
             */
            version?: number;
        };
        /** @description Who is behind a pseudonym. The log of the case says that it was asked for. */
        Revealed: {
            /** @description What was sealed, oldest first. */
            accounts: components["schemas"]["ClearAccount"][];
            /**
             * Format: int64
             * @description When what is shown must go from the screen again.
             */
            until_us: number;
        };
        /** @description A result in the case. */
        Run: {
            /** @description The command, as it can be given again. */
            command: string;
            /** @description Id. */
            id: string;
            /** @description Whether the case holds other posts now than it did then. */
            is_stale: boolean;
            /**
             * Format: int64
             * @description Posts that were analysed.
             */
            n_posts: number;
            /**
             * Format: double
             * @description Nominal false-discovery rate.
             */
            q: number;
            /**
             * Format: int64
             * @description Seed.
             */
            seed: number;
            /** @description Windows in seconds. */
            time_windows_secs: number[];
            /** @description Version of the program. */
            version: string;
            /**
             * Format: int64
             * @description When it was written.
             */
            written_us?: number | null;
        };
        /** @description How to analyse; what is absent has the value of the command line. */
        RunOrder: {
            /**
             * Format: double
             * @description Half-width D of the interval jitter, in windows.
             */
            jitter_ratio?: number | null;
            /** @description Kinds of objects, such as `url`; all when empty. */
            layers?: string[];
            /**
             * Format: int32
             * @description Distinct days an edge needs before it is shown.
             */
            min_days?: number | null;
            /**
             * Format: int32
             * @description Distinct objects an edge needs before it is shown.
             */
            min_objects?: number | null;
            /**
             * Format: int32
             * @description Leave out accounts with fewer posts.
             */
            min_participation?: number | null;
            /**
             * Format: double
             * @description Nominal false-discovery rate.
             */
            q?: number | null;
            /**
             * Format: int64
             * @description Seed of everything random.
             */
            seed?: number | null;
            /** @description Windows in seconds; several are combined. */
            time_windows_secs?: number[];
        };
        /** @description All results, newest first. */
        Runs: {
            /** @description The results. */
            items: components["schemas"]["Run"][];
        };
        /** @description A record as it was written. */
        SavedRecord: {
            /** @description The version that was written. */
            record: components["schemas"]["Record"];
            /** @description What the rules remark; nothing was stopped. */
            warnings: components["schemas"]["Refusal"][];
        };
        /** @description The public score of an attribution. */
        Score: {
            /** @description Its four parts, of 5, 3, 5 and 5. */
            parts: number[];
            /**
             * Format: int64
             * @description Of 18.
             */
            total: number;
        };
        /** @description Another result beside this one. */
        Sensitivity: {
            /** @description For each finding of this result, in order: the share of its members that one group of the other holds. */
            found: number[];
            /**
             * Format: double
             * @description Its half-width D of the jitter, in windows.
             */
            jitter_ratio: number;
            /**
             * Format: int64
             * @description Edges past its cut.
             */
            n_validated: number;
            /** @description Id of the other result. */
            run: string;
            /**
             * Format: int64
             * @description Its seed.
             */
            seed: number;
            /** @description Its windows in seconds. */
            time_windows_secs: number[];
        };
        /** @description Who is looking. */
        Session: {
            /** @description The member under whose name the log keeps what is done here. */
            actor: string;
            /** @description `local`: one person on one machine. */
            mode: string;
            /** @description Version of the program. */
            version: string;
        };
        /** @description A field. */
        ShapeField: {
            /** @description What it is for. */
            about: string;
            /** @description Name. */
            name: string;
            /** @description Whether it must be there. */
            required: boolean;
            /** @description What it may hold. */
            value: components["schemas"]["ShapeKind"];
        };
        /** @description What a field may hold. */
        ShapeKind: {
            /** @description Fields of an object. */
            fields?: components["schemas"]["ShapeField"][];
            /** @description What a list holds: one entry. */
            items?: components["schemas"]["ShapeKind"][];
            /**
             * @description `text`, `int`, `bool`, `day`, `time`, `enum`, `marking`, `country`, `language`, `ocd_id`, `sha256`, `ref`,
             *     `list`, `object` or `words`.
             */
            kind: string;
            /**
             * Format: int64
             * @description Largest number.
             */
            max?: number | null;
            /**
             * Format: int64
             * @description Smallest number.
             */
            min?: number | null;
            /** @description Types that a reference may lead to; any when empty. */
            types?: string[];
            /** @description Words to choose from. */
            words?: string[];
        };
        /** @description What records may hold, for forms. */
        Shapes: {
            /** @description Terms of likelihood with their bounds in percent. */
            likelihoods: components["schemas"]["LikelihoodTerm"][];
            /** @description Markings, the lowest first. */
            markings: string[];
            /** @description Types of records. */
            types: components["schemas"]["RecordShape"][];
        };
        /** @description An indicator that several use. */
        SharedIndicator: {
            /** @description What it is. */
            kind: components["schemas"]["EntityKind"];
            /**
             * Format: int64
             * @description Accounts of the whole case.
             */
            n_accounts: number;
            /**
             * Format: int64
             * @description Accounts of the whole case that use it.
             */
            n_accounts_in_case: number;
            /** @description Posts of each with it, in the order asked for. */
            n_posts: number[];
            /** @description Domain or hashtag. */
            value: string;
        };
        /** @description `shown` of `total`. */
        Shown: {
            /**
             * Format: int64
             * @description In this answer.
             */
            shown: number;
            /**
             * Format: int64
             * @description In all.
             */
            total: number;
        };
        /**
         * @description Order of posts.
         * @enum {string}
         */
        Sort: "newest" | "oldest";
        /** @description The files of the case. */
        Sources: {
            /** @description Formats that can be read, for people. */
            formats: components["schemas"]["Format"][];
            /**
             * Format: int64
             * @description Records that became posts.
             */
            kept: number;
            /** @description In the order in which they came. */
            originals: components["schemas"]["Original"][];
            /**
             * Format: int64
             * @description Records found in all of them.
             */
            read: number;
            /**
             * Format: int64
             * @description Records left out.
             */
            rejected: number;
        };
        /** @description Number of edges of one standing. */
        Standing: {
            /** @description Whether the report leads with such edges. */
            leads: boolean;
            /** @description What it means. */
            meaning: string;
            /**
             * Format: int64
             * @description Edges.
             */
            n: number;
            /** @description Name. */
            standing: string;
        };
        /** @description A stretch of two texts. */
        Stretch: {
            /** @description In the first text. */
            a: string;
            /** @description In the second. */
            b: string;
            /** @description Whether it is equal in both. */
            same: boolean;
        };
        /** @description The token of the address that was printed at the start. */
        Token: {
            /** @description As it stands behind `#token=`. */
            token: string;
        };
        /** @description An object that many members acted on. */
        TopObject: {
            /** @description Kind. */
            layer: string;
            /**
             * Format: int32
             * @description Accounts of the whole data on it.
             */
            n_accounts: number;
            /**
             * Format: int32
             * @description Members with a co-action on it.
             */
            n_members: number;
            /** @description Object. */
            object: string;
        };
        /** @description Totals of the data that was analysed. */
        Totals: {
            /**
             * Format: int64
             * @description First post.
             */
            first_us?: number | null;
            /**
             * Format: int64
             * @description Last post.
             */
            last_us?: number | null;
            /**
             * Format: int64
             * @description Accounts.
             */
            n_accounts: number;
            /**
             * Format: int64
             * @description Pairs of accounts with at least one co-action.
             */
            n_edges: number;
            /**
             * Format: int64
             * @description Families of texts.
             */
            n_families: number;
            /**
             * Format: int64
             * @description Posts.
             */
            n_posts: number;
            /**
             * Format: int64
             * @description Posts without a time; they never pair.
             */
            n_posts_without_time: number;
        };
        /** @description A file that was sent and is not in the case yet. */
        Upload: {
            /**
             * Format: int64
             * @description Number of bytes.
             */
            bytes: number;
            /** @description Which column looks like what, for tables. */
            columns: components["schemas"]["ColumnRole"][];
            /** @description Recognized format; absent for an archive, or when nothing recognizes it. */
            format?: string | null;
            /** @description Id. */
            id: string;
            /** @description The guess as a mapping that can be changed and sent with the import, TOML. */
            mapping?: string | null;
            /** @description Roles that a table needs and no column plays. */
            missing: string[];
            /** @description Name as it was sent. */
            name: string;
            /** @description Remarks. */
            remarks: string[];
            /** @description Hex SHA-256. */
            sha256: string;
            /** @description Why it was taken for that, or why not. */
            why: string;
        };
        /** @description Why a record is taken back. */
        Withdrawal: {
            /** @description Why. */
            why: string;
        };
        /** @description A wording beside the most frequent one. */
        Wording: {
            /** @description `copy` or `rewording`. */
            change: string;
            /** @description Both, cut into stretches that are equal or changed. */
            diff: components["schemas"]["Stretch"][];
            /**
             * Format: double
             * @description Similarity, from 0 to 1.
             */
            similarity: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    reveal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Pseudonym, whole or 12 digits or more */
                pseudonym: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Revealed"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    case: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseSummary"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compare: {
        parameters: {
            query: {
                /** @description Two to four pseudonyms, joined by commas. */
                accounts: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparison"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coverage: {
        parameters: {
            query?: {
                /** @description Number of buckets, 120 unless told, at most 1000. */
                bins?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Coverage"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diff: {
        parameters: {
            query: {
                /** @description Id of a post. */
                a: string;
                /** @description Id of another. */
                b: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Diff"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    entities: {
        parameters: {
            query?: {
                /** @description Beginning of a pseudonym, or part of a domain or hashtag. */
                q?: string;
                /** @description `account`, `domain` or `hashtag` [default: account]. */
                kind?: components["schemas"]["EntityKind"];
                /** @description How many to pass over. */
                offset?: number;
                /** @description How many to give, 50 unless told, at most 500. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entities"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dossier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What it is */
                kind: components["schemas"]["EntityKind"];
                /** @description Pseudonym (whole, or 12 digits or more), domain or hashtag */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dossier"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportOrder"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportedFile"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exported: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the file */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportOrder"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jobs"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LintOrder"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lint"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    matrix: {
        parameters: {
            query?: {
                /** @description Elections: words of their names, or ids, joined by commas. */
                elections?: string;
                /** @description Actors, likewise. */
                actors?: string;
                /** @description First year. */
                from_year?: number;
                /** @description Last year. */
                to_year?: number;
                /** @description UN M49 region or sub-region. */
                region?: number;
                /** @description Level of effort. */
                level?: string;
                /** @description Highest marking that may be shown [default: red]. */
                tlp?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matrix"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    overview: {
        parameters: {
            query?: {
                /** @description Id of a result; the newest unless told. */
                run?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pins: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pins"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PinOrder"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pin"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_pin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the pin */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PinChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pin"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unpin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the pin */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    posts: {
        parameters: {
            query?: {
                /**
                 * @description Words that all stand in the text (each at the beginning of a word), `"phrases in quotes"`, and `-words`
                 *     that do not. Case and composed or decomposed letters make no difference.
                 */
                q?: string;
                /** @description Not before, microseconds UTC. */
                from_us?: number;
                /** @description Before, microseconds UTC. */
                to_us?: number;
                /** @description Platforms. */
                platform?: string;
                /** @description Languages. */
                language?: string;
                /** @description Accounts: pseudonyms, or their first 12 digits or more. */
                account?: string;
                /** @description Domains. */
                domain?: string;
                /** @description Hashtags, without the sign. */
                hashtag?: string;
                /** @description Numbers of groups of `run`. */
                group?: number;
                /** @description Original: the first digits of its SHA-256. */
                original?: string;
                /** @description Result that `group` belongs to; the newest unless told. */
                run?: string;
                /** @description `newest` or `oldest` first [default: newest]. */
                sort?: components["schemas"]["Sort"];
                /** @description Where the page before ended, as it said. */
                cursor?: string;
                /** @description How many to give, 50 unless told, at most 500. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostPage"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    facets: {
        parameters: {
            query?: {
                /**
                 * @description Words that all stand in the text (each at the beginning of a word), `"phrases in quotes"`, and `-words`
                 *     that do not. Case and composed or decomposed letters make no difference.
                 */
                q?: string;
                /** @description Not before, microseconds UTC. */
                from_us?: number;
                /** @description Before, microseconds UTC. */
                to_us?: number;
                /** @description Platforms. */
                platform?: string;
                /** @description Languages. */
                language?: string;
                /** @description Accounts: pseudonyms, or their first 12 digits or more. */
                account?: string;
                /** @description Domains. */
                domain?: string;
                /** @description Hashtags, without the sign. */
                hashtag?: string;
                /** @description Numbers of groups of `run`. */
                group?: number;
                /** @description Original: the first digits of its SHA-256. */
                original?: string;
                /** @description Result that `group` belongs to; the newest unless told. */
                run?: string;
                /** @description Values of each facet, 20 unless told, at most 200. */
                top?: number;
                /** @description Buckets of the histogram, 120 unless told, at most 1000. */
                bins?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Facets"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the post */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostDetail"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    raw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the post */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RawRecord"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    records: {
        parameters: {
            query?: {
                /** @description Type, such as `judgment`; several joined by commas. */
                type?: string;
                /** @description Words that all have to stand in the record. */
                q?: string;
                /** @description How many to pass over. */
                offset?: number;
                /** @description How many to give, 100 unless told, at most 1000. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Records"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordDraft"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedRecord"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    record: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id or @alias */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordDetail"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dissent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id or @alias of the judgment */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DissentOrder"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedRecord"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id or @alias */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordDraft"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedRecord"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id or @alias */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Withdrawal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedRecord"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redaction: {
        parameters: {
            query: {
                /** @description `clear`, `green`, `amber`, `amber+strict` or `red`. */
                tlp: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redaction"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportDraft"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_report: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportDraft"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportDraft"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runs"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    analyse: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunOrder"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edge: {
        parameters: {
            query?: {
                /** @description How many to pass over. */
                offset?: number;
                /** @description How many to give, 50 unless told, at most 500. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the result, or `latest` */
                run: string;
                /** @description Id of the edge */
                edge: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EdgeDetail"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    families: {
        parameters: {
            query?: {
                /** @description Words that the text holds. */
                q?: string;
                /** @description How many to pass over. */
                offset?: number;
                /** @description How many to give, 50 unless told, at most 500. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the result, or `latest` */
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Families"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the result, or `latest` */
                run: string;
                /** @description Number of the group */
                group: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    network: {
        parameters: {
            query?: {
                /** @description `groups` (each a node) or `accounts` [default: groups]. */
                level?: components["schemas"]["Level"];
                /** @description Only the members of these groups (numbers, joined by commas) and the edges among them. */
                group?: string;
                /** @description Only edges around this account, as the result shows it. */
                account?: string;
                /** @description Standings, joined by commas [default: those that lead, and explained]. */
                standing?: string;
                /** @description Kinds of objects, joined by commas; an edge needs one of them. */
                layer?: string;
                /** @description Distinct objects that an edge needs. */
                min_objects?: number;
                /** @description Largest q of an edge (own rhythm). */
                max_q?: number;
                /** @description Edges that end before are left out, microseconds UTC. */
                from_us?: number;
                /** @description Edges that begin at or after are left out, microseconds UTC. */
                to_us?: number;
                /** @description Nodes at most, 2,000 unless told, at most 50,000. */
                max_nodes?: number;
                /** @description Edges at most, 5,000 unless told, at most 200,000; the strongest stay. */
                max_edges?: number;
            };
            header?: never;
            path: {
                /** @description Id of the result, or `latest` */
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the result, or `latest` */
                run: string;
                /** @description Form */
                format: components["schemas"]["NetworkFormat"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exchange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Token"];
            };
        };
        responses: {
            /** @description The cookie is set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shapes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shapes"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sources"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    problems: {
        parameters: {
            query?: {
                /** @description How many kinds to pass over. */
                offset?: number;
                /** @description How many kinds to give, 100 unless told, at most 1000. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the import */
                import: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problems"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploads: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"][];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload: {
        parameters: {
            query: {
                /** @description Its name, without folders. */
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the file */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
