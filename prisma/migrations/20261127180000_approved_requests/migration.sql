-- Which approved requests a topic carries out is asked for every topic that is due, and again when it is settled. Without an index of its own that is
-- all that was ever asked about the topic; and as long as nobody has counted the table after a burst of approvals, all that are approved, for each topic.
CREATE INDEX requests_approved_topic_idx ON requests (topic_id) WHERE state = 'approved';
