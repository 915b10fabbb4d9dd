"""What an entry of the audit says, for people."""

from __future__ import annotations

from app.templating import words

ACTIONS = {
    "activity_noted": "Noted on the timeline",
    "applicant_link_created": "Made a link for the applicant",
    "applicant_link_revoked": "Revoked the applicant's link",
    "applicant_statement_received": "Received a statement of the applicant",
    "audit_downloaded": "Downloaded the audit",
    "audit_read": "Looked at the audit",
    "audit_verified": "Verified the audit",
    "correction_undone": "Took back a correction",
    "decision_record_downloaded": "Downloaded a decision record",
    "decision_undone": "Undid a decision",
    "document_deleted": "Removed a document",
    "document_downloaded": "Downloaded a document",
    "document_read": "Opened a document",
    "document_restored": "Brought back a document",
    "document_uploaded": "Uploaded a document",
    "documents_listed": "Listed the documents",
    "evaluation_completed": "Evaluation finished",
    "evaluation_failed": "Evaluation failed",
    "evaluation_forced": "Forced an evaluation",
    "evaluation_read": "Read an evaluation",
    "evaluation_requested": "Asked for an evaluation",
    "evidence_opened": "Opened the evidence",
    "fact_corrected": "Corrected a fact",
    "lead_created": "Took in a lead",
    "lead_decided": "Decided about a lead",
    "lead_read": "Opened a lead",
    "lead_withdrawal_undone": "Applicant is back",
    "lead_withdrawn": "Applicant withdrew",
    "notice_downloaded": "Downloaded a notice",
    "notice_drafted": "Began a notice",
    "notice_edited": "Edited a notice",
    "notice_read": "Opened a notice",
    "notice_sent": "Sent a notice",
    "password_changed": "Changed a password",
    "person_added": "Added a person",
    "person_removed": "Removed a person",
    "policy_published": "Published a policy",
    "recommendation_overridden": "Decided against the recommendation",
    "role_changed": "Changed a role",
    "token_created": "Made an API token",
    "token_revoked": "Revoked an API token",
}


def action_words(action: str) -> str:
    """`lead_read` as `Opened a lead`; an action that has no sentence here is spelled out."""
    return ACTIONS.get(action, words(action))
